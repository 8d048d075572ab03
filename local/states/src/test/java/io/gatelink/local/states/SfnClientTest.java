package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.AwsException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.EncryptionType;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionNotRedrivableException;
import software.amazon.awssdk.services.sfn.model.ExecutionRedriveStatus;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import software.amazon.awssdk.services.sfn.model.IncludedData;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.KmsAccessDeniedException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sfn.model.StateMachineDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.ValidateStateMachineDefinitionResultCode;

/** The wire, as AWS's own client reads it. */
class SfnClientTest {

    private static final String DEFINITION = """
            {"QueryLanguage": "JSONata", "StartAt": "Wait", "States": {
              "Wait": {"Type": "Wait", "Seconds": 1, "Assign": {"v": [1]}, "Next": "Task"},
              "Task": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"n": 1},
                "TimeoutSeconds": 30, "Next": "Map", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Map"}]},
              "Map": {"Type": "Map", "Items": [1], "End": true, "ItemProcessor": {"StartAt": "Function", "States": {
                "Function": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
                  "End": true}}}}}}""";

    private static final String ENCRYPTED = "arn:aws:states:us-east-1:123456789012:stateMachine:encrypted";

    private final StatesFixture fixture = new StatesFixture();
    private final String arn = fixture.create(DEFINITION).arn();
    private SfnClient sfn = client(fixture.service);

    @Test
    void anExecutionIsStartedAndDescribed() {
        var started = sfn.startExecution(
                request -> request.stateMachineArn(arn).name("run").input("{ \"n\": 1 }"));
        assertThat(started.startDate()).isEqualTo(StatesFixture.START);
        var running = sfn.describeExecution(request -> request.executionArn(started.executionArn()));
        assertThat(running.status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(running.input()).isEqualTo("{ \"n\": 1 }");
        assertThat(running.stopDate()).isNull();
        assertThat(running.redriveStatusReason()).isEqualTo("Execution is RUNNING and cannot be redriven");

        fixture.loop.runUntilIdle();
        var over = sfn.describeExecution(request -> request.executionArn(started.executionArn()));
        assertThat(over.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(over.output()).isEqualTo("[1]");
        assertThat(over.outputDetails().included()).isTrue();
        assertThat(over.stopDate()).isEqualTo(StatesFixture.START.plusSeconds(1));
        assertThat(over.redriveStatus()).isEqualTo(ExecutionRedriveStatus.NOT_REDRIVABLE);
    }

    @Test
    void aFailureShowsItsErrorAndCause() {
        fixture.script(StatesFixture.FUNCTION, "[{\"error\": \"Boom\", \"cause\": \"why\"}]");
        var failed = run();
        assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(failed.error()).isEqualTo("Boom");
        assertThat(failed.cause()).isEqualTo("why");
        assertThat(failed.redriveStatus()).isEqualTo(ExecutionRedriveStatus.REDRIVABLE);
    }

    @Test
    void aFailedExecutionIsRedriven() {
        fixture.script(StatesFixture.FUNCTION, "[{\"error\": \"Boom\"}, {\"result\": 2}]");
        String execution = run().executionArn();

        var redriven = sfn.redriveExecution(request -> request.executionArn(execution));
        fixture.loop.runUntilIdle();

        var over = sfn.describeExecution(request -> request.executionArn(execution));
        assertThat(over.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(over.output()).isEqualTo("[2]");
        assertThat(over.redriveCount()).isEqualTo(1);
        assertThat(over.redriveDate()).isEqualTo(redriven.redriveDate()).isEqualTo(StatesFixture.START.plusSeconds(1));
        assertThat(over.redriveStatus()).isEqualTo(ExecutionRedriveStatus.NOT_REDRIVABLE);
        assertThat(sfn.listExecutions(request -> request.stateMachineArn(arn))
                        .executions()
                        .get(0)
                        .redriveCount())
                .isEqualTo(1);
        assertThat(sfn.getExecutionHistory(request -> request.executionArn(execution))
                        .events())
                .filteredOn(event -> event.type() == HistoryEventType.EXECUTION_REDRIVEN)
                .singleElement()
                .satisfies(event -> assertThat(
                                event.executionRedrivenEventDetails().redriveCount())
                        .isEqualTo(1));
        assertThatThrownBy(() -> sfn.redriveExecution(request -> request.executionArn(execution)))
                .isInstanceOf(ExecutionNotRedrivableException.class)
                .hasMessageContaining("Execution is SUCCEEDED and cannot be redriven");
    }

    @Test
    void theHistoryHasEveryEventWithItsDetails() {
        String execution = run().executionArn();
        List<HistoryEvent> events = sfn
                .getExecutionHistoryPaginator(
                        request -> request.executionArn(execution).maxResults(4))
                .events()
                .stream()
                .toList();
        assertThat(events)
                .extracting(HistoryEvent::type)
                .containsExactly(
                        HistoryEventType.EXECUTION_STARTED,
                        HistoryEventType.WAIT_STATE_ENTERED,
                        HistoryEventType.WAIT_STATE_EXITED,
                        HistoryEventType.TASK_STATE_ENTERED,
                        HistoryEventType.TASK_SCHEDULED,
                        HistoryEventType.TASK_STARTED,
                        HistoryEventType.TASK_SUCCEEDED,
                        HistoryEventType.TASK_STATE_EXITED,
                        HistoryEventType.MAP_STATE_ENTERED,
                        HistoryEventType.MAP_STATE_STARTED,
                        HistoryEventType.MAP_ITERATION_STARTED,
                        HistoryEventType.TASK_STATE_ENTERED,
                        HistoryEventType.LAMBDA_FUNCTION_SCHEDULED,
                        HistoryEventType.LAMBDA_FUNCTION_STARTED,
                        HistoryEventType.LAMBDA_FUNCTION_SUCCEEDED,
                        HistoryEventType.TASK_STATE_EXITED,
                        HistoryEventType.MAP_ITERATION_SUCCEEDED,
                        HistoryEventType.MAP_STATE_SUCCEEDED,
                        HistoryEventType.MAP_STATE_EXITED,
                        HistoryEventType.EXECUTION_SUCCEEDED);
        assertThat(events.get(2).stateExitedEventDetails().assignedVariables()).containsEntry("v", "[1]");
        assertThat(events.get(2).timestamp()).isEqualTo(StatesFixture.START.plusSeconds(1));
        assertThat(events.get(4).taskScheduledEventDetails().timeoutInSeconds()).isEqualTo(30);
        assertThat(events.get(4).taskScheduledEventDetails().parameters()).isEqualTo("{\"n\":1}");
        assertThat(events.get(4).previousEventId()).isEqualTo(4);
        assertThat(events.get(9).mapStateStartedEventDetails().length()).isEqualTo(1);
        assertThat(events.get(10).mapIterationStartedEventDetails().name()).isEqualTo("Map");
        assertThat(events.get(12).lambdaFunctionScheduledEventDetails().input()).isEqualTo("1");

        assertThat(sfn.getExecutionHistory(request -> request.executionArn(execution)
                                .reverseOrder(true)
                                .includeExecutionData(false))
                        .events()
                        .get(0))
                .satisfies(last -> {
                    assertThat(last.id()).isEqualTo(20);
                    assertThat(last.executionSucceededEventDetails().output()).isNull();
                });
    }

    @Test
    void everythingElseAnswersToo() {
        String execution = run().executionArn();
        assertThat(sfn.stopExecution(request -> request.executionArn(execution)).stopDate())
                .isEqualTo(StatesFixture.START.plusSeconds(1));
        assertThat(sfn.listExecutions(request -> request.stateMachineArn(arn)).executions())
                .singleElement()
                .satisfies(item -> {
                    assertThat(item.name()).isEqualTo("run");
                    assertThat(item.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
                });
        assertThat(sfn.listStateMachines().stateMachines()).singleElement().satisfies(item -> assertThat(item.type())
                .isEqualTo(StateMachineType.STANDARD));
        assertThat(sfn.describeStateMachine(request -> request.stateMachineArn(arn))
                        .definition())
                .isEqualTo(DEFINITION);
        assertThat(sfn.describeStateMachineForExecution(request -> request.executionArn(execution))
                        .stateMachineArn())
                .isEqualTo(arn);
    }

    @Test
    void aDefinitionIsValidatedWithAllItsProblems() {
        var answer =
                sfn.validateStateMachineDefinition(request -> request.definition("{\"QueryLanguage\": \"JSONata\"}"));
        assertThat(answer.result()).isEqualTo(ValidateStateMachineDefinitionResultCode.FAIL);
        assertThat(answer.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo("SCHEMA_VALIDATION_FAILED");
            assertThat(diagnostic.location()).isEqualTo("/");
            assertThat(diagnostic.message()).isEqualTo("These fields are required: [States, StartAt]");
        });
        var sound = sfn.validateStateMachineDefinition(request -> request.definition(DEFINITION));
        assertThat(sound.result()).isEqualTo(ValidateStateMachineDefinitionResultCode.OK);
        assertThat(sound.truncated()).isFalse();
    }

    @Test
    void errorsAreTheClientsOwnExceptions() {
        run();
        assertThatThrownBy(() -> sfn.startExecution(
                        request -> request.stateMachineArn(arn).name("run").input("[]")))
                .isInstanceOf(ExecutionAlreadyExistsException.class)
                .hasMessageContaining(
                        "Execution Already Exists: '" + arn.replace("stateMachine", "execution") + ":run'");
        assertThatThrownBy(() -> sfn.startExecution(
                        request -> request.stateMachineArn(arn).name("a b")))
                .isInstanceOf(InvalidNameException.class);
        assertThatThrownBy(() -> sfn.startExecution(request -> request.stateMachineArn(arn + "2")))
                .isInstanceOf(StateMachineDoesNotExistException.class);
        assertThatThrownBy(() -> sfn.describeExecution(
                        request -> request.executionArn("arn:aws:states:us-east-1:123456789012:execution:a:b")))
                .isInstanceOf(ExecutionDoesNotExistException.class);
        assertThatThrownBy(() -> sfn.listStateMachines(request -> request.nextToken("x")))
                .isInstanceOf(InvalidTokenException.class);
        assertThatThrownBy(() -> sfn.createActivity(request -> request.name("a")))
                .isInstanceOfSatisfying(SfnException.class, e -> {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
                    assertThat(e.statusCode()).isEqualTo(501);
                });
    }

    @Test
    void aStateMachineTellsItsEncryption() {
        encrypted(stateMachine -> {});

        var encryption = sfn.describeStateMachine(request -> request.stateMachineArn(ENCRYPTED))
                .encryptionConfiguration();
        assertThat(encryption.type()).isEqualTo(EncryptionType.CUSTOMER_MANAGED_KMS_KEY);
        assertThat(encryption.kmsKeyId()).isEqualTo("key");
        assertThat(encryption.kmsDataKeyReusePeriodSeconds()).isEqualTo(600);
        assertThat(sfn.describeStateMachine(request -> request.stateMachineArn(ENCRYPTED))
                        .roleArn())
                .isEqualTo("arn:aws:iam::123456789012:role/r");
    }

    @Test
    void metadataHaveNothingThatAKeyEncrypts() {
        String execution = sfn.startExecution(
                        request -> request.stateMachineArn(arn).name("run"))
                .executionArn();
        fixture.loop.runUntilIdle();

        var described = sfn.describeExecution(
                request -> request.executionArn(execution).includedData(IncludedData.METADATA_ONLY));
        assertThat(described.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(described.input()).isNull();
        assertThat(described.output()).isNull();
        assertThat(sfn.describeStateMachine(
                                request -> request.stateMachineArn(arn).includedData(IncludedData.METADATA_ONLY))
                        .definition())
                .isEqualTo("{}");
        assertThat(sfn.describeStateMachineForExecution(
                                request -> request.executionArn(execution).includedData(IncludedData.METADATA_ONLY))
                        .definition())
                .isEqualTo("{}");
    }

    @Test
    void noExecutionStartsOrGoesOnIfTheRoleMayNotUseTheKey() {
        var refused = new AtomicBoolean();
        encrypted(stateMachine -> {
            if (refused.get()) {
                throw new AwsException("KmsAccessDeniedException", 400, "no key for " + stateMachine.name());
            }
        });
        String execution = sfn.startExecution(request -> request.stateMachineArn(ENCRYPTED))
                .executionArn();
        sfn.stopExecution(request -> request.executionArn(execution));
        refused.set(true);

        assertThatThrownBy(() -> sfn.startExecution(request -> request.stateMachineArn(ENCRYPTED)))
                .isInstanceOf(KmsAccessDeniedException.class)
                .hasMessageStartingWith("no key for encrypted");
        assertThatThrownBy(() -> sfn.redriveExecution(request -> request.executionArn(execution)))
                .isInstanceOf(SfnException.class)
                .hasMessageStartingWith("no key for encrypted");
        assertThat(sfn.listExecutions(request -> request.stateMachineArn(ENCRYPTED))
                        .executions())
                .hasSize(1);
    }

    private void encrypted(Consumer<StateMachine> keyAccess) {
        var service =
                new StatesService(fixture.account, resource -> Optional.empty(), ExecutionListener.NONE, keyAccess);
        service.createStateMachine(new StateMachineRequest(
                ENCRYPTED,
                "encrypted",
                "STANDARD",
                "arn:aws:iam::123456789012:role/r",
                """
                {"QueryLanguage": "JSONata", "StartAt": "Wait", "States": {
                  "Wait": {"Type": "Wait", "Seconds": 1, "End": true}}}""",
                Optional.of(new Encryption("key", 600))));
        sfn = client(service);
    }

    private SfnClient client(StatesService service) {
        return SfnClient.builder()
                .httpClient(new InMemoryTransport(new StatesWire(service), fixture.loop))
                .endpointOverride(URI.create("http://states.local"))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    private DescribeExecutionResponse run() {
        String execution = sfn.startExecution(
                        request -> request.stateMachineArn(arn).name("run"))
                .executionArn();
        fixture.loop.runUntilIdle();
        return sfn.describeExecution(request -> request.executionArn(execution));
    }
}
