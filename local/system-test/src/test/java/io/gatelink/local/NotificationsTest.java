package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.events.PutEventsEntry;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.template.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Topic;

/** Rules, schedules, topics, queues and keys of a template at work together, and what its policies do to them. */
class NotificationsTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Key:
                Type: AWS::KMS::Key
                Properties:
                  KeyPolicy:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
                        Action: kms:*
                        Resource: "*"
                      - Effect: Allow
                        Principal: {Service: events.amazonaws.com}
                        Action: [kms:Decrypt, "kms:GenerateDataKey*"]
                        Resource: "*"
                      - Effect: Allow
                        Principal: {Service: cloudwatch.amazonaws.com}
                        Action: [kms:Decrypt, "kms:GenerateDataKey*"]
                        Resource: "*"
                        Condition: {StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}}
                      - Effect: Allow
                        Principal: {Service: !Sub "logs.${AWS::Region}.amazonaws.com"}
                        Action: [kms:Encrypt, kms:Decrypt, "kms:ReEncrypt*", "kms:GenerateDataKey*", kms:DescribeKey]
                        Resource: "*"
                        Condition:
                          ArnLike:
                            kms:EncryptionContext:aws:logs:arn: !Sub "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${AWS::StackName}-*"
              KeyAlias:
                Type: AWS::KMS::Alias
                Properties: {AliasName: !Sub "alias/${AWS::StackName}", TargetKeyId: !Ref Key}
              Log:
                Type: AWS::Logs::LogGroup
                Properties: {KmsKeyId: !GetAtt Key.Arn}
              Topic:
                Type: AWS::SNS::Topic
                Properties: {KmsMasterKeyId: !Ref KeyAlias}
              TopicPolicy:
                Type: AWS::SNS::TopicPolicy
                Properties:
                  Topics: [!Ref Topic]
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Principal: {Service: events.amazonaws.com}
                        Action: sns:Publish
                        Resource: !Ref Topic
                        Condition: {ArnEquals: {aws:SourceArn: !GetAtt Failures.Arn}}
                      - Effect: Allow
                        Principal: {Service: cloudwatch.amazonaws.com}
                        Action: sns:Publish
                        Resource: !Ref Topic
                        Condition: {ArnLike: {aws:SourceArn: !GetAtt Alarm.Arn}}
              Mails:
                Type: AWS::SNS::Subscription
                Properties: {TopicArn: !Ref Topic, Protocol: email, Endpoint: team@example.com}
              Failures:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern: {source: [orders], detail-type: [Failed]}
                  Targets:
                    - Id: Tell
                      Arn: !Ref Topic
                      InputTransformer:
                        InputPathsMap: {reason: $.detail.reason, first: "$.detail.leftovers[0]", gone: $.detail.gone}
                        InputTemplate: |
                          "Failed: <reason> (<first>)<gone>"
                      DeadLetterConfig: {Arn: !GetAtt Dead.Arn}
                      RetryPolicy: {MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 600}
              Dead:
                Type: AWS::SQS::Queue
                Properties: {KmsMasterKeyId: !GetAtt Key.Arn}
              DeadPolicy:
                Type: AWS::SQS::QueuePolicy
                Properties:
                  Queues: [!Ref Dead]
                  PolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Principal: {Service: events.amazonaws.com}
                        Action: sqs:SendMessage
                        Resource: !GetAtt Dead.Arn
                        Condition: {ArnEquals: {aws:SourceArn: !GetAtt Failures.Arn}}
              Alarm:
                Type: AWS::CloudWatch::Alarm
                Properties: {AlarmName: worry, AlarmDescription: Look., AlarmActions: [!Ref Topic]}
              Flow:
                Type: AWS::Serverless::StateMachine
                Properties:
                  Name: !Sub "${AWS::StackName}-flow"
                  DefinitionUri: flow.asl.json
                  Events:
                    Often:
                      Type: Schedule
                      Properties: {Schedule: rate(10 minutes), Input: '{"reason": "schedule"}'}
                    Ordered:
                      Type: EventBridgeRule
                      Properties:
                        Pattern: {source: [orders], detail-type: [Ordered]}
            """;
    private static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:gatelink-Topic";
    private static final String DEAD = "arn:aws:sqs:us-east-1:123456789012:gatelink-Dead";

    @TempDir
    private Path folder;

    private final Diary diary = new Diary();

    @Test
    void aRuleTellsAnEncryptedTopicInTheWordsOfItsTemplate() {
        with(TEMPLATE, aws -> {
            put(aws, "Failed", "{\"reason\": \"it \\\"broke\\\"\\n\", \"leftovers\": [\"a link\", \"an API\"]}");
            aws.loop().runUntilIdle();

            assertThat(diary.lines).containsExactly("gatelink-Topic: \"Failed: it \\\"broke\\\"\\n (a link)\"");
            assertThat(aws.eventBus().deadLetters().in(DEAD)).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Principal: {Service: events.amazonaws.com}; Principal: {Service: sns.amazonaws.com};"
                        + "kms:GenerateDataKey on resource: arn:aws:kms",
                "Principal: {Service: events.amazonaws.com}; 'Principal: {Service: events.amazonaws.com}\n           "
                        + " Condition: "
                        + "{StringEquals: {aws:SourceAccount: !Ref AWS::AccountId}}'; kms:GenerateDataKey on "
                        + "resource: arn:aws:kms",
                "[kms:Decrypt, \"kms:GenerateDataKey*\"]; [\"kms:GenerateDataKey*\"]; kms:Decrypt on resource: "
                        + "arn:aws:kms",
                "{ArnEquals: {aws:SourceArn: !GetAtt Failures.Arn}}; {ArnEquals: {aws:SourceArn: !GetAtt "
                        + "Alarm.Arn}}; sns:Publish",
                "Topics: [!Ref Topic]; Topics: [arn:aws:sns:us-east-1:123456789012:another]; sns:Publish on resource: "
                        + TOPIC
            })
    void aPolicyThatDoesNotLetTheRuleTellTheTopicIsWrongHereToo(String right, String wrong, String refused) {
        with(replaced(right, wrong), aws -> {
            put(aws, "Failed", "{}");
            aws.loop().runUntilIdle();

            assertThat(diary.lines)
                    .singleElement()
                    .asString()
                    .contains("events.amazonaws.com is not authorized to perform: ")
                    .contains(refused)
                    .contains("because no resource-based policy allows");
        });
    }

    @Test
    void whatTheTopicDoesNotTakeIsInTheDeadLetterQueueIfThatTakesIt() {
        String topicRefuses = replaced("Topics: [!Ref Topic]", "Topics: [arn:aws:sns:us-east-1:123456789012:another]");

        with(topicRefuses, aws -> {
            put(aws, "Failed", "{}");
            aws.loop().runUntilIdle();

            assertThat(aws.eventBus().deadLetters().in(DEAD)).singleElement().satisfies(letter -> assertThat(
                            letter.attributes())
                    .containsEntry("ERROR_CODE", "NO_PERMISSIONS")
                    .containsEntry("RETRY_ATTEMPTS", "0"));
        });
        diary.lines.clear();
        with(topicRefuses.replace("Action: sqs:SendMessage", "Action: sqs:ReceiveMessage"), aws -> {
            put(aws, "Failed", "{}");
            aws.loop().runUntilIdle();

            assertThat(aws.eventBus().deadLetters().in(DEAD)).isEmpty();
            assertThat(diary.lines)
                    .singleElement()
                    .asString()
                    .startsWith("lost: NO_PERMISSIONS ")
                    .contains("nor does the dead-letter queue take it: User: events.amazonaws.com is not authorized to "
                            + "perform: sqs:SendMessage");
        });
    }

    @Test
    void anAlarmTellsTheTopic() {
        with(TEMPLATE, aws -> {
            aws.loop().exclusively(() -> {
                aws.alarms().setAlarmState("worry", "ALARM", "tried");
                aws.alarms().setAlarmState("worry", "ALARM", "again");
                aws.alarms().setAlarmState("worry", "OK", "over");
            });

            assertThat(diary.lines)
                    .singleElement()
                    .asString()
                    .startsWith("gatelink-Topic: ALARM: \"worry\" in us-east-1: {")
                    .contains("\"NewStateReason\":\"tried\"");
        });
        with(
                replaced("{aws:SourceAccount: !Ref AWS::AccountId}", "{aws:SourceAccount: \"210987654321\"}"),
                aws -> assertThatThrownBy(() -> aws.alarms().setAlarmState("worry", "ALARM", "tried"))
                        .hasMessageStartingWith(
                                "User: cloudwatch.amazonaws.com is not authorized to perform: kms:GenerateDataKey"));
    }

    @Test
    void aScheduleStartsItsStateMachineAsTimePasses() {
        with(TEMPLATE, aws -> {
            aws.loop().runUntilIdle();
            assertThat(diary.executions).isEmpty();

            aws.loop().runFor(Duration.ofMinutes(30));
            aws.loop().runUntilIdle();
            assertThat(diary.executions).hasSize(3).allSatisfy(execution -> assertThat(execution.inputText())
                    .isEqualTo("{\"reason\":\"schedule\"}"));

            aws.loop().exclusively(() -> aws.eventBus().disableRule("gatelink-FlowOften"));
            aws.loop().runFor(Duration.ofHours(5));
            assertThat(diary.executions).hasSize(3);

            aws.loop().exclusively(() -> aws.eventBus().enableRule("gatelink-FlowOften"));
            aws.loop().runFor(Duration.ofMinutes(11));
            assertThat(diary.executions).hasSize(4);
        });
    }

    @Test
    void anEventIsTheInputOfTheStateMachineThatItStarts() {
        with(TEMPLATE, aws -> {
            put(aws, "Ordered", "{\"id\": 5}");
            aws.loop().runUntilIdle();

            assertThat(diary.executions).singleElement().satisfies(execution -> {
                assertThat(Json.parse(execution.inputText()).at("/detail/id").asInt())
                        .isEqualTo(5);
                assertThat(execution.name()).hasSize(73);
            });
        });
    }

    @Test
    void peopleSeeTheTopicsAndPublishWithAwsOwnClient() {
        with(TEMPLATE, aws -> {
            SnsClient sns = SnsClient.builder()
                    .region(Region.US_EAST_1)
                    .httpClient(aws.transport())
                    .endpointOverride(URI.create(aws.endpoint()))
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                    .build();

            assertThat(sns.listTopics().topics()).extracting(Topic::topicArn).containsExactly(TOPIC);
            assertThat(sns.getTopicAttributes(request -> request.topicArn(TOPIC))
                            .attributes())
                    .containsEntry("KmsMasterKeyId", "alias/gatelink")
                    .containsEntry("SubscriptionsPending", "1");
            assertThat(sns.listSubscriptionsByTopic(request -> request.topicArn(TOPIC))
                            .subscriptions())
                    .singleElement()
                    .satisfies(subscription -> {
                        assertThat(subscription.endpoint()).isEqualTo("team@example.com");
                        assertThat(subscription.subscriptionArn()).isEqualTo("PendingConfirmation");
                    });
            sns.publish(request -> request.topicArn(TOPIC).subject("Hear").message("<all> & sundry"));
            assertThat(diary.lines).containsExactly("gatelink-Topic: Hear: <all> & sundry");
            assertThatThrownBy(() ->
                            sns.publish(request -> request.topicArn(TOPIC + "s").message("a")))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("Topic does not exist");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "log-group:${AWS::StackName}-*; log-group:other-*; Log: The specified KMS key does not exist or is "
                        + "not allowed to be "
                        + "used with Arn 'arn:aws:logs:us-east-1:123456789012:log-group:gatelink-Log'",
                "Action: kms:*; Action: kms:Describe*; Key: The new key policy will not allow you to update the key "
                        + "policy",
                "rate(10 minutes); cron(0 * * * ? *); must be rate(1 minute)",
                "rate(10 minutes); rate(1 minutes); must be rate(1 minute)",
                "Protocol: email; Protocol: pigeon; not supported by the local AWS; it supports email",
                "$.detail.reason; $..reason; must be a path such as $.detail.name",
                "Principal: {Service: events.amazonaws.com}; NotPrincipal: {Service: a}; Principal is missing"
            })
    void whatAwsWouldRefuseWhenTheStackIsDeployedIsRefused(String right, String wrong, String problem) {
        assertThatThrownBy(() -> with(replaced(right, wrong), aws -> {}))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining(problem);
    }

    private static String replaced(String right, String wrong) {
        assertThat(TEMPLATE).contains(right);
        return TEMPLATE.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));
    }

    private static void put(LocalAws aws, String detailType, String detail) {
        aws.loop().exclusively(() -> aws.eventBus()
                .putEvents(List.of(new PutEventsEntry("orders", detailType, detail, null, null, null))));
    }

    private void with(String template, Consumer<LocalAws> test) {
        try {
            Files.writeString(folder.resolve("template.yaml"), template);
            Files.writeString(
                    folder.resolve("flow.asl.json"),
                    "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"Wait\", \"States\": {\"Wait\": "
                            + "{\"Type\": \"Wait\", \"Seconds\": 60, \"End\": true}}}");
            try (var aws = LocalAws.start(Configuration.simulation(folder, 1), diary)) {
                test.accept(aws);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Diary implements Observer {

        private final List<String> lines = new ArrayList<>();
        private final List<Execution> executions = new ArrayList<>();

        @Override
        public void published(Stack.Topic topic, Topics.Message message) {
            lines.add(topic.name() + ": "
                    + message.subject().map(subject -> subject + ": ").orElse("") + message.text());
        }

        @Override
        public void deadLettered(ObjectNode event, Stack.Rule rule, Stack.Target target, DeadLetters.Letter letter) {
            lines.add("dead letter: " + letter.attributes().get("ERROR_MESSAGE"));
        }

        @Override
        public void dropped(ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message) {
            lines.add("lost: " + code + " " + message);
        }

        @Override
        public void recorded(Execution execution, HistoryEvent event) {
            if (!executions.contains(execution)) {
                executions.add(execution);
            }
        }
    }
}
