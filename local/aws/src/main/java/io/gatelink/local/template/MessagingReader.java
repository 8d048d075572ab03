package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import io.gatelink.local.policy.PolicyDocumentReader;
import io.gatelink.local.policy.ResourceStatement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads queues and topics, their policies and subscriptions.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SNS.html">AWS::SNS</a>
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_SQS.html">AWS::SQS</a>
 */
final class MessagingReader {

    private static final Set<String> QUEUE = Set.of(
            "QueueName",
            "KmsMasterKeyId",
            "SqsManagedSseEnabled",
            // No effect here.
            "MessageRetentionPeriod",
            "KmsDataKeyReusePeriodSeconds",
            "VisibilityTimeout",
            "Tags");
    private static final Set<String> TOPIC = Set.of(
            "TopicName",
            "DisplayName",
            "KmsMasterKeyId",
            "Subscription",
            // No effect here.
            "SignatureVersion",
            "TracingConfig",
            "Tags");
    private static final Set<String> PROTOCOLS = Set.of("email", "email-json", "sms", "http", "https", "sqs", "lambda");

    private final Problems problems;
    private final Map<String, List<ResourceStatement>> queuePolicies = new LinkedHashMap<>();
    private final Map<String, List<ResourceStatement>> topicPolicies = new LinkedHashMap<>();
    private final List<Stack.Queue> queues = new ArrayList<>();
    private final List<String> queueUrls = new ArrayList<>();
    private final List<Stack.Topic> topics = new ArrayList<>();
    private final List<Stack.Subscription> subscriptions = new ArrayList<>();

    MessagingReader(PseudoParameters deployment, Problems problems) {
        this.problems = problems;
    }

    void queue(String logicalId, String name, ResourceType.Identity identity, JsonNode values, String path) {
        var properties = Properties.of(values, path, QUEUE, problems);
        if (properties.text("KmsMasterKeyId").isPresent()
                && properties.text("SqsManagedSseEnabled").orElse("false").equals("true")) {
            problems.add(
                    path + ".SqsManagedSseEnabled",
                    "you can use one type of server-side encryption at one time; you "
                            + "can either enable KMS encryption or SQS encryption");
        }
        queueUrls.add(identity.ref());
        queues.add(new Stack.Queue(
                logicalId, name, identity.attributes().get("Arn"), properties.text("KmsMasterKeyId"), List.of()));
    }

    void queuePolicy(JsonNode values, String path) {
        var properties = Properties.of(values, path, Set.of("Queues", "PolicyDocument"), problems);
        put(queuePolicies, properties, "Queues");
    }

    void topic(String logicalId, String name, ResourceType.Identity identity, JsonNode values, String path) {
        var properties = Properties.of(values, path, TOPIC, problems);
        String arn = identity.ref();
        JsonNode own = properties.at("Subscription");
        for (int i = 0; i < own.size(); i++) {
            var each = Properties.of(own.get(i), path + ".Subscription." + i, Set.of("Endpoint", "Protocol"), problems);
            subscribe(logicalId, arn + ":0000000" + i + "-0000-4000-8000-000000000000", arn, each);
        }
        topics.add(new Stack.Topic(
                logicalId,
                name,
                arn,
                properties.text("DisplayName"),
                properties.text("KmsMasterKeyId"),
                List.of(),
                List.of()));
    }

    void topicPolicy(JsonNode values, String path) {
        var properties = Properties.of(values, path, Set.of("Topics", "PolicyDocument"), problems);
        put(topicPolicies, properties, "Topics");
    }

    void subscription(String logicalId, ResourceType.Identity identity, JsonNode values, String path) {
        var properties = Properties.of(values, path, Set.of("TopicArn", "Endpoint", "Protocol"), problems);
        subscribe(logicalId, identity.ref(), properties.requiredText("TopicArn"), properties);
    }

    List<Stack.Queue> queues() {
        var complete = new ArrayList<Stack.Queue>();
        for (int i = 0; i < queues.size(); i++) {
            Stack.Queue queue = queues.get(i);
            complete.add(new Stack.Queue(
                    queue.logicalId(),
                    queue.name(),
                    queue.arn(),
                    queue.key(),
                    queuePolicies.getOrDefault(queueUrls.get(i), List.of())));
        }
        return complete;
    }

    List<Stack.Topic> topics() {
        return topics.stream()
                .map(topic -> new Stack.Topic(
                        topic.logicalId(),
                        topic.name(),
                        topic.arn(),
                        topic.displayName(),
                        topic.key(),
                        topicPolicies.getOrDefault(topic.arn(), List.of()),
                        subscriptions.stream()
                                .filter(each -> each.topicArn().equals(topic.arn()))
                                .toList()))
                .toList();
    }

    private void subscribe(String logicalId, String arn, String topicArn, Properties properties) {
        String protocol = properties.requiredText("Protocol");
        if (!protocol.isEmpty() && !PROTOCOLS.contains(protocol)) {
            problems.add(
                    properties.path() + ".Protocol",
                    "not supported by the local AWS; it supports "
                            + String.join(", ", PROTOCOLS.stream().sorted().toList()));
        }
        subscriptions.add(
                new Stack.Subscription(logicalId, arn, topicArn, protocol, properties.requiredText("Endpoint")));
    }

    /** A resource has one policy: a second one would replace the first. */
    private void put(Map<String, List<ResourceStatement>> byResource, Properties properties, String key) {
        String place = properties.path() + ".PolicyDocument";
        List<ResourceStatement> statements =
                new PolicyDocumentReader(problems).readOfResource(properties.at("PolicyDocument"), place, true);
        List<String> resources = properties.texts(key);
        if (resources.isEmpty()) {
            problems.add(properties.path(), key + " is missing");
        }
        for (String resource : resources) {
            if (byResource.put(resource, statements) != null) {
                problems.add(
                        properties.path() + "." + key,
                        resource + " has another policy already, which this one replaces");
            }
        }
    }
}
