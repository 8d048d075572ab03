package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What a deployed stack is to be like, and the rights of those who operate it. */
record StackChecks(Aws aws, GatelinkStack stack) {

    private static final Pattern VERSION = Pattern.compile("(?m)^\\s+SemanticVersion: (\\S+)$");
    private static final String PENDING = "PendingConfirmation";

    List<Check> all() {
        return List.of(
                new Check("stack", "cloudformation:DescribeStacks", this::state),
                new Check("version", "cloudformation:GetTemplateSummary", this::version),
                new Check("failures", "dynamodb:Scan", this::failures),
                new Check("dead letters", "sqs:GetQueueAttributes", this::deadLetters),
                new Check("subscription", "sns:ListSubscriptionsByTopic", this::subscription));
    }

    /** A read for each of the rights that the commands need; those that write are not tried. */
    List<Check> rights() {
        return List.of(
                Check.right("dynamodb:Scan", () -> aws.dynamoDb()
                        .scan(request -> request.tableName(stack.table()).limit(1))),
                Check.right("states:ListExecutions", () -> aws.stepFunctions()
                        .listExecutions(request ->
                                request.stateMachineArn(stack.publish()).maxResults(1))),
                Check.right("elasticloadbalancing:DescribeLoadBalancers", () -> aws.elasticLoadBalancing()
                        .describeLoadBalancers(request -> request.pageSize(1))),
                Check.right("apigateway:GET", () -> aws.apiGateway().getAccount(request -> {})),
                Check.right("logs:FilterLogEvents", () -> aws.client(
                                CloudWatchLogsClient.class, CloudWatchLogsClient::builder)
                        .filterLogEvents(request -> request.logGroupName(stack.output("FunctionsLogGroup"))
                                .limit(1))));
    }

    private Finding state() {
        return stack.status().endsWith("_COMPLETE") && !stack.status().contains("ROLLBACK")
                ? Finding.ok("stack", stack.name() + " is " + stack.status())
                : Finding.warning(
                        "stack",
                        stack.name() + " is " + stack.status() + ": what runs may be the version before.",
                        "See aws cloudformation describe-stack-events --stack-name " + stack.name()
                                + ", then deploy again.");
    }

    private Finding version() {
        Optional<String> here = versionHere();
        String metadata = aws.cloudFormation()
                .getTemplateSummary(request -> request.stackName(stack.name()))
                .metadata();
        Optional<String> deployed = metadata == null ? Optional.empty() : version(Json.parse(metadata));
        if (deployed.isEmpty() || here.isEmpty()) {
            return Finding.notChecked("version", "not checked: the template names none");
        }
        return deployed.equals(here)
                ? Finding.ok("version", deployed.get() + ", as that of this command")
                : Finding.warning(
                        "version",
                        deployed.get() + " is deployed, this command is of " + here.get() + ".",
                        "Deploy this one, or use the command of that one.");
    }

    private static Optional<String> version(JsonNode metadata) {
        return Optional.of(metadata.path("AWS::ServerlessRepo::Application")
                        .path("SemanticVersion")
                        .asText())
                .filter(text -> !text.isEmpty());
    }

    private static Optional<String> versionHere() {
        try {
            Path home = Path.of(System.getProperty("gatelink.home", "."));
            Matcher matcher = VERSION.matcher(Files.readString(home.resolve("template.yaml")));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Finding failures() {
        List<String> failed = new Publications(aws, stack)
                .all().stream()
                        .filter(one -> one.state().equals("FAILED"))
                        .map(Publication::name)
                        .toList();
        return failed.isEmpty()
                ? Finding.ok("failures", "no publication has failed")
                : Finding.warning(
                        "failures",
                        failed.size() == 1
                                ? failed.get(0) + " has failed."
                                : failed.size() + " publications have failed.",
                        "gatelink status says why.");
    }

    private Finding deadLetters() {
        String count = aws.client(SqsClient.class, SqsClient::builder)
                .getQueueAttributes(request -> request.queueUrl(stack.output("DeadLetterQueueUrl"))
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0");
        return count.equals("0")
                ? Finding.ok("dead letters", "the queue is empty")
                : Finding.warning(
                        "dead letters",
                        (count.equals("1") ? "1 event was" : count + " events were") + " refused or not delivered.",
                        "docs/runbook.md, under DeadLettersAlarm, says how to read them.");
    }

    private Finding subscription() {
        String topic = stack.output("FailureTopicArn");
        var subscriptions = aws
                .client(SnsClient.class, SnsClient::builder)
                .listSubscriptionsByTopicPaginator(request -> request.topicArn(topic))
                .subscriptions()
                .stream()
                .toList();
        if (subscriptions.isEmpty()) {
            return Finding.warning(
                    "subscription",
                    "Failures and alarms are told to no address.",
                    "aws sns subscribe --topic-arn " + topic
                            + " --protocol email --notification-endpoint <address>; then confirm it.");
        }
        List<String> pending = subscriptions.stream()
                .filter(one -> PENDING.equals(one.subscriptionArn()))
                .map(one -> one.endpoint())
                .toList();
        String confirmed = subscriptions.stream()
                .filter(one -> !PENDING.equals(one.subscriptionArn()))
                .map(one -> one.endpoint())
                .collect(Collectors.joining(", "));
        if (pending.isEmpty()) {
            return Finding.ok("subscription", "confirmed: " + confirmed);
        }
        String text = String.join(", ", pending) + " has not confirmed it, and is told nothing.";
        String remedy = "Follow the link in the mail from AWS Notifications.";
        return confirmed.isEmpty()
                ? Finding.missing("subscription", text, remedy)
                : Finding.warning("subscription", text, remedy);
    }
}
