package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.template.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;

/** What a workflow's tasks can call, as a template allows it to its state machine's role. */
class TaskResourcesTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Key:
                Type: AWS::KMS::Key
                Properties:
                  KeyPolicy:
                    Statement:
                      - Effect: Allow
                        Principal: {AWS: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
                        Action: kms:*
                        Resource: "*"
              Topic:
                Type: AWS::SNS::Topic
                Properties: {KmsMasterKeyId: !Ref Key}
              Echo:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: io.gatelink.local.TaskResourcesTest$Echo
                  AutoPublishAlias: live
              Child:
                Type: AWS::Serverless::StateMachine
                Properties: {Name: child, DefinitionUri: child.asl.yaml}
              Flow:
                Type: AWS::Serverless::StateMachine
                Properties:
                  Name: flow
                  DefinitionUri: flow.asl.yaml
                  DefinitionSubstitutions:
                    Version: !Ref Echo.Version
                    Topic: !Ref Topic
                    Child: !Ref Child
                  Policies:
                    - Statement:
                        - {Effect: Allow, Action: "lambda:InvokeFunction", Resource: !Ref Echo.Version}
                        - {Effect: Allow, Action: "sns:Publish", Resource: !Ref Topic}
                        - {Effect: Allow, Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: !GetAtt Key.Arn}
                        - {Effect: Allow, Action: "states:StartExecution", Resource: !Ref Child}
            """;
    private static final String ACCOUNT = "us-east-1:123456789012:";

    @TempDir
    private Path folder;

    private final List<Topics.Message> messages = new ArrayList<>();
    private LocalAws aws;

    /** Answers what it is given. */
    public static final class Echo implements RequestStreamHandler {

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            input.transferTo(output);
        }
    }

    @Test
    void aFunctionIsCalledByItsVersion() {
        JsonNode result =
                output("Resource: arn:aws:states:::lambda:invoke", "{FunctionName: '${Version}', Payload: {n: 1}}");
        assertThat(result.path("ExecutedVersion").asText()).isEqualTo("1");
        assertThat(result.path("Payload")).isEqualTo(Json.parse("{\"n\": 1}"));
        assertThat(output("Resource: ${Version}", "{n: 1}")).isEqualTo(Json.parse("{\"n\": 1}"));
        assertThat(output(
                                "Resource: arn:aws:states:::lambda:invoke",
                                "{FunctionName: gatelink-Echo, Qualifier: '1', Payload: 5}")
                        .get("Payload")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void leaveToCallAVersionIsNoLeaveToCallAnother() {
        for (String name : List.of("gatelink-Echo:live", "gatelink-Echo", "gatelink-Echo:2")) {
            var ended = run("Resource: arn:aws:states:::lambda:invoke", "{FunctionName: '" + name + "'}");

            assertThat(ended.error()).isEqualTo("Lambda.AWSLambdaException");
            assertThat(ended.cause())
                    .isEqualTo("User: arn:aws:sts::123456789012:assumed-role/flowRole/flow is "
                            + "not authorized "
                            + "to perform: lambda:InvokeFunction on resource: arn:aws:lambda:" + ACCOUNT + "function:"
                            + name
                            + " because no identity-based policy allows the lambda:InvokeFunction action");
        }
    }

    @Test
    void aStateMachineMadeOverTheWireActsWithItsRole() {
        with(TEMPLATE, "Resource: ${Version}", "{n: 1}", sfn -> {
            String definition = """
                    {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Task", "End": true,
                      "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "gatelink-Echo:live"},
                      "Output": "{% $states.result.StatusCode %}"}}}""";
            String made = sfn.createStateMachine(request -> request.name("made")
                            .definition(definition)
                            .roleArn("arn:aws:iam::123456789012:role/flowRole"))
                    .stateMachineArn();
            var held = execute(sfn, made, "held");
            assertThat(held.error()).isEqualTo("Lambda.AWSLambdaException");
            assertThat(held.cause())
                    .startsWith("User: arn:aws:sts::123456789012:assumed-role/flowRole/made is not "
                            + "authorized to perform: lambda:InvokeFunction on resource: ");

            sfn.updateStateMachine(
                    request -> request.stateMachineArn(made).roleArn("arn:aws:iam::123456789012:role/of-no-template"));
            assertThat(execute(sfn, made, "free").output()).isEqualTo("200");
            sfn.deleteStateMachine(request -> request.stateMachineArn(made));
            assertThatThrownBy(() -> sfn.describeStateMachine(request -> request.stateMachineArn(made)))
                    .isInstanceOf(StateMachineDoesNotExistException.class)
                    .hasMessageStartingWith("State Machine Does Not Exist: '" + made + "'");
        });
    }

    @Test
    void everyProblemOfADefinitionInTheTemplatesFolderIsToldWithItsPlace() {
        assertThatThrownBy(() -> run("Resource: ${Version}\n    TimeoutSecond: 5\n    HeartbeatSeconds: 0", "{n: 1}"))
                .isInstanceOfSatisfying(InvalidDocumentException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                "Resources.Flow, flow.asl.yaml at /States/Task/TimeoutSecond: State 'Task': unknown "
                                        + "field "
                                        + "'TimeoutSecond'; did you mean 'TimeoutSeconds'?",
                                "Resources.Flow, flow.asl.yaml at /States/Task/HeartbeatSeconds: State 'Task': "
                                        + "HeartbeatSeconds is 0, but must be a whole number from 1 to 99999999, or "
                                        + "a JSONata "
                                        + "expression."));
    }

    @Test
    void aMessageReachesItsEncryptedTopic() {
        JsonNode result = output(
                "Resource: arn:aws:states:::sns:publish",
                "{TopicArn: '${Topic}', Subject: Failed, Message: \"{% 'Why: ' & $states.input.why %}\", "
                        + "MessageAttributes: {severity: {DataType: String, StringValue: high}}}");

        assertThat(result.fieldNames())
                .toIterable()
                .containsExactly("MessageId", "SdkHttpMetadata", "SdkResponseMetadata");
        assertSdkMetadata(result, "text/xml");
        assertThat(messages).singleElement().satisfies(message -> {
            assertThat(message.id()).isEqualTo(result.get("MessageId").textValue());
            assertThat(message.subject()).contains("Failed");
            assertThat(message.text()).isEqualTo("Why: x");
            assertThat(message.attributes())
                    .containsOnlyKeys("severity")
                    .containsValue(new Topics.Attribute("String", "high"));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{TopicArn: '${Topic}s', Message: m}; SNS.NotFoundException; Topic does not exist",
                "{TopicArn: '${Topic}', Message: ''}; SNS.InvalidParameterException; Invalid parameter: Empty message",
                "{TopicArn: '${Topic}', Subject: '', Message: m}; SNS.InvalidParameterException; Invalid parameter: "
                        + "Subject",
                "{TopicArn: '${Topic}', Message: m, MessageAttributes: {a: {DataType: Binary, BinaryValue: AA==}}};"
                        + "SNS.InvalidParameterValueException; The message attribute 'a' must have the DataType "
                        + "String, "
                        + "String.Array "
                        + "or Number: the local AWS knows no other.",
                "{TopicArn: '${Topic}', Message: m, MessageAttributes: {a: {DataType: Number, StringValue: many}}};"
                        + "SNS.InvalidParameterValueException; The message attribute 'a' must have a number as its "
                        + "StringValue.",
                "{TopicArn: '${Topic}', Message: m, PhoneNumber: 1}; States.Runtime; The field \"PhoneNumber\" is not "
                        + "supported "
                        + "by sns:publish",
                "{Message: m}; States.Runtime; sns:publish needs the field \"TopicArn\", a string",
                "{TopicArn: '${Topic}'}; States.Runtime; sns:publish needs the field \"Message\""
            })
    void whatSnsRefusesFailsTheTaskWithTheNameOfItsException(String arguments, String error, String cause) {
        var ended = run("Resource: arn:aws:states:::sns:publish", arguments);

        assertThat(ended.error()).isEqualTo(error);
        assertThat(ended.cause()).isEqualTo(cause);
        assertThat(messages).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"sns:Publish\"; \"sns:Subscribe\"; SNS.AuthorizationErrorException; sns:Publish",
                "[\"kms:Decrypt\", \"kms:GenerateDataKey\"]; \"kms:Decrypt\"; SNS.KMSAccessDeniedException; "
                        + "kms:GenerateDataKey",
                "[\"kms:Decrypt\", \"kms:GenerateDataKey\"]; \"kms:GenerateDataKey\"; SNS.KMSAccessDeniedException; "
                        + "kms:Decrypt",
                "Action: kms:*; Action: kms:P*; SNS.KMSAccessDeniedException; kms:GenerateDataKey"
            })
    void theRoleMustBeAllowedToPublishAndToUseTheKey(String right, String wrong, String error, String action) {
        assertThat(TEMPLATE).contains(right);
        var ended = run(
                TEMPLATE.replace(right, wrong),
                "Resource: arn:aws:states:::sns:publish",
                "{TopicArn: '${Topic}', Message: m}");

        assertThat(ended.error()).isEqualTo(error);
        assertThat(ended.cause()).contains(" is not authorized to perform: " + action + " on resource: ");
    }

    @Test
    void anExecutionIsStartedAndNotWaitedFor() {
        with(
                TEMPLATE,
                "Resource: arn:aws:states:::states:startExecution",
                "{StateMachineArn: '${Child}', Name: one, Input: {n: 1}}",
                sfn -> {
                    JsonNode result = Json.parse(execute(sfn, "first").output());
                    String arn = "arn:aws:states:" + ACCOUNT + "execution:child:one";
                    assertThat(result.fieldNames())
                            .toIterable()
                            .containsExactly("ExecutionArn", "SdkHttpMetadata", "SdkResponseMetadata", "StartDate");
                    assertThat(result.get("ExecutionArn").textValue()).isEqualTo(arn);
                    assertThat(result.get("StartDate").longValue())
                            .isEqualTo(sfn.describeExecution(request -> request.executionArn(arn))
                                    .startDate()
                                    .toEpochMilli());
                    assertSdkMetadata(result, "application/x-amz-json-1.0");
                    assertThat(sfn.describeExecution(request -> request.executionArn(arn))
                                    .input())
                            .isEqualTo("{\"n\":1}");
                });
    }

    /** As LocalStack's test_sns_task_service and test_sfn_task_service recorded them on AWS. */
    private static void assertSdkMetadata(JsonNode result, String contentType) {
        JsonNode http = result.get("SdkHttpMetadata");
        assertThat(http.get("HttpStatusCode").intValue()).isEqualTo(200);
        assertThat(http.at("/HttpHeaders/Content-Type").textValue()).isEqualTo(contentType);
        assertThat(http.at("/AllHttpHeaders/Content-Type/0").textValue()).isEqualTo(contentType);
        assertThat(http.at("/HttpHeaders/Content-Length").asInt()).isPositive();
        assertThat(http.at("/HttpHeaders/x-amzn-RequestId").textValue())
                .isEqualTo(result.at("/SdkResponseMetadata/RequestId").textValue());
    }

    @Test
    void aNameThatWasUsedFailsTheTask() {
        with(
                TEMPLATE,
                "Resource: arn:aws:states:::states:startExecution",
                "{StateMachineArn: '${Child}', Name: one, Input: {by: \"{% $states.context.Execution.Name %}\"}}",
                sfn -> {
                    execute(sfn, "first");
                    var second = execute(sfn, "second");
                    assertThat(second.error()).isEqualTo("StepFunctions.ExecutionAlreadyExistsException");
                    assertThat(second.cause())
                            .isEqualTo("Execution Already Exists: 'arn:aws:states:" + ACCOUNT + "execution:child:one'");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{StateMachineArn: '${Child}', Name: 'a b'}; StepFunctions.InvalidNameException; Invalid Name: 'a b'",
                "{StateMachineArn: '${Child}2'}; StepFunctions.AWSStepFunctionsException; User: "
                        + "arn:aws:sts::123456789012:assumed-role/flowRole/flow is not authorized to perform: "
                        + "states:StartExecution on "
                        + "resource: arn:aws:states:us-east-1:123456789012:stateMachine:child2 because no "
                        + "identity-based "
                        + "policy "
                        + "allows the states:StartExecution action",
                "{Name: a}; States.Runtime; states:startExecution needs the field \"StateMachineArn\", a string",
                "{StateMachineArn: '${Child}', Inputs: {}}; States.Runtime; The field \"Inputs\" is not supported by "
                        + "states:startExecution",
                "{StateMachineArn: '${Child}', Name: 5}; States.Runtime; The field \"Name\" of states:startExecution "
                        + "must "
                        + "be a string"
            })
    void whatCannotBeStartedFailsTheTask(String arguments, String error, String cause) {
        var ended = run("Resource: arn:aws:states:::states:startExecution", arguments);

        assertThat(ended.error()).isEqualTo(error);
        assertThat(ended.cause()).isEqualTo(cause);
    }

    private JsonNode output(String resource, String arguments) {
        var ended = run(resource, arguments);
        assertThat(ended.status()).as(ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return Json.parse(ended.output());
    }

    private DescribeExecutionResponse run(String resource, String arguments) {
        return run(TEMPLATE, resource, arguments);
    }

    private DescribeExecutionResponse run(String template, String resource, String arguments) {
        var ended = new ArrayList<DescribeExecutionResponse>();
        with(template, resource, arguments, sfn -> ended.add(execute(sfn, "run")));
        return ended.get(0);
    }

    private DescribeExecutionResponse execute(SfnClient sfn, String name) {
        return execute(sfn, "arn:aws:states:" + ACCOUNT + "stateMachine:flow", name);
    }

    private DescribeExecutionResponse execute(SfnClient sfn, String stateMachineArn, String name) {
        String arn = sfn.startExecution(
                        request -> request.name(name).input("{\"why\": \"x\"}").stateMachineArn(stateMachineArn))
                .executionArn();
        aws.loop().runUntilIdle();
        return sfn.describeExecution(request -> request.executionArn(arn));
    }

    private void with(String template, String resource, String arguments, Consumer<SfnClient> test) {
        try {
            Files.writeString(folder.resolve("template.yaml"), template);
            Files.writeString(folder.resolve("child.asl.yaml"), """
                    QueryLanguage: JSONata
                    StartAt: Wait
                    States:
                      Wait: {Type: Wait, Seconds: 60, End: true}
                    """);
            Files.writeString(folder.resolve("flow.asl.yaml"), """
                    # ${Version} ${Topic} ${Child}
                    QueryLanguage: JSONata
                    StartAt: Task
                    States:
                      Task:
                        Type: Task
                        %s
                        Arguments: %s
                        End: true
                    """.formatted(resource, arguments));
            try (var started = LocalAws.start(Configuration.simulation(folder, 1), new Observer() {
                @Override
                public void published(Stack.Topic topic, Topics.Message message) {
                    messages.add(message);
                }
            })) {
                aws = started;
                test.accept(SfnClient.builder()
                        .region(Region.US_EAST_1)
                        .httpClient(aws.transport())
                        .endpointOverride(URI.create(aws.endpoint()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                        .build());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
