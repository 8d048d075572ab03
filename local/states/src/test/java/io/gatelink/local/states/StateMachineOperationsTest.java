package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * State machines that are made, changed and deleted over the wire. What AWS answers was recorded on it by localstack
 * (test_sfn_api.snapshot.json, test_sfn_api_versioning.snapshot.json), if nothing else is said.
 */
class StateMachineOperationsTest {

    private static final String ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:m";
    private static final String ROLE = "arn:aws:iam::123456789012:role/r";
    private static final String WAIT = "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"W\", \"States\": {\"W\": "
            + "{\"Type\": \"Wait\", \"Seconds\": 60, \"Next\": \"S\"}, \"S\": {\"Type\": \"Pass\", \"End\": true}}}";
    private static final String PASS = "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"S\", \"States\": "
            + "{\"S\": {\"Type\": \"Pass\", \"Output\": 7, \"End\": true}}}";

    private final StatesFixture fixture = new StatesFixture();
    private final StatesWire wire = new StatesWire(fixture.service);

    @Test
    void aStateMachineIsMadeAndRuns() {
        JsonNode created = call("CreateStateMachine", create("{}"));
        assertThat(created.path("stateMachineArn").asText()).isEqualTo(ARN);
        assertThat(created.path("creationDate").decimalValue()).isEqualByComparingTo("1767225600");

        JsonNode described = call("DescribeStateMachine", "{\"stateMachineArn\": \"" + ARN + "\"}");
        assertThat(described.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(described.path("roleArn").asText()).isEqualTo(ROLE);
        assertThat(described.path("definition").asText()).isEqualTo(PASS);
        assertThat(described.has("revisionId")).isFalse();
        Execution execution = fixture.service.startExecution(ARN, "run", "{}");
        fixture.loop.runUntilIdle();
        assertThat(execution.output()).hasValue(Json.of(7));
    }

    @Test
    void makingTheSameAgainChangesNothingAndAnotherIsRefused() {
        call("CreateStateMachine", create("{}"));
        assertThat(call("CreateStateMachine", create("{}"))
                        .path("stateMachineArn")
                        .asText())
                .isEqualTo(ARN);
        assertRefused(
                "CreateStateMachine",
                create("{\"definition\": " + Json.write(Json.of(WAIT)) + "}"),
                "StateMachineAlreadyExists",
                "State Machine Already Exists: '" + ARN + "'");
    }

    @Test
    void everyProblemOfADefinitionIsTold() {
        assertRefused(
                "CreateStateMachine",
                create("{\"definition\": \"{\\\"QueryLanguage\\\": \\\"JSONata\\\", "
                        + "\\\"States\\\": {\\\"A\\\": {\\\"Type\\\": \\\"Pass\\\", \\\"Nxt\\\": \\\"B\\\"}}}\"}"),
                "InvalidDefinition",
                "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are "
                        + "required: [StartAt] at /, SCHEMA_VALIDATION_FAILED: State 'A': unknown field 'Nxt'; did you "
                        + "mean 'Next'? at /States/A/Nxt, SCHEMA_VALIDATION_FAILED: State 'A': a state has exactly "
                        + "one of "
                        + "Next and End; this one has neither. at /States/A'");
        assertThat(fixture.service.listStateMachines(0, null).items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"type\": \"EXPRESS\"} | StateMachineTypeNotSupported | The local AWS runs state machines of type "
                        + "STANDARD only, not EXPRESS",
                "{\"type\": \"FAST\"} | ValidationException | 1 validation error detected: Value 'FAST' at 'type' "
                        + "failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]",
                "{\"name\": \"a b\"} | InvalidName | Invalid Name: 'a b'",
                "{\"roleArn\": \"r\"} | InvalidArn | Invalid Role Arn: 'r'",
                "{\"roleArn\": \"arn:aws:iam::999999999999:role/r\"} | AccessDeniedException | Cross-account pass "
                        + "role is not allowed.",
                "{\"rolArn\": \"x\"} | ValidationException | CreateStateMachine has no member 'rolArn'.",
                "{\"publish\": true} | ValidationException | The local AWS does not support versions of state "
                        + "machines; leave 'publish' out.",
                "{\"versionDescription\": \"v\"} | ValidationException | Version description can only be set when "
                        + "publish is true",
                "{\"tags\": [{\"key\": \"k\", \"value\": \"v\"}]} | ValidationException | The local AWS does not "
                        + "support tags of state machines; leave 'tags' out.",
                "{\"tracingConfiguration\": {\"enabled\": true}} | ValidationException | The local AWS does not "
                        + "support tracing; leave 'tracingConfiguration' out.",
                "{\"tracingConfiguration\": {\"on\": true}} | ValidationException | tracingConfiguration has no "
                        + "member 'on'.",
                "{\"loggingConfiguration\": {\"level\": \"ALL\"}} | ValidationException | The local AWS does not "
                        + "support logs of executions that are not OFF; leave 'loggingConfiguration' out.",
                "{\"encryptionConfiguration\": {\"type\": \"CUSTOMER_MANAGED_KMS_KEY\", \"kmsKeyId\": \"k\"}} | "
                        + "ValidationException | The local AWS does not support keys for state machines that are not "
                        + "in the template; leave 'encryptionConfiguration' out.",
                "{\"definition\": \"{\\\"StartAt\\\": \\\"A\\\", \\\"States\\\": {\\\"A\\\": {\\\"Type\\\": "
                        + "\\\"Succeed\\\"}}}\"} | InvalidDefinition | Invalid State Machine Definition: "
                        + "'SCHEMA_VALIDATION_FAILED: The state machine: QueryLanguage is JSONPath by default, but "
                        + "the local AWS runs the JSONata dialect only; set it to \"JSONata\". at /QueryLanguage'"
            })
    void whatIsNotSupportedIsRefusedByName(String changes, String code, String message) {
        assertRefused("CreateStateMachine", create(changes), code, message);
    }

    @Test
    void whatSaysNoMoreThanTheDefaultIsAccepted() {
        call(
                "CreateStateMachine",
                create("{\"type\": \"STANDARD\", \"publish\": false, \"tags\": [], "
                        + "\"loggingConfiguration\": {\"level\": \"OFF\", \"includeExecutionData\": false, "
                        + "\"destinations\": []}, "
                        + "\"tracingConfiguration\": {\"enabled\": false}, "
                        + "\"encryptionConfiguration\": {\"type\": \"AWS_OWNED_KEY\"}}"));
        assertThat(fixture.service.describeStateMachine(ARN).name()).isEqualTo("m");
    }

    @Test
    void anUpdateMakesARevisionAndLeavesRunningExecutionsAlone() {
        call("CreateStateMachine", create("{\"definition\": " + Json.write(Json.of(WAIT)) + "}"));
        Execution running = fixture.service.startExecution(ARN, "old", "{}");
        JsonNode updated = call(
                "UpdateStateMachine",
                "{\"stateMachineArn\": \"" + ARN + "\", \"definition\": " + Json.write(Json.of(PASS)) + "}");
        String revision = updated.path("revisionId").asText();
        assertThat(revision).matches("[0-9a-f-]{36}");
        assertThat(call("UpdateStateMachine", "{\"stateMachineArn\": \"" + ARN + "\", \"roleArn\": \"" + ROLE + "\"}")
                        .path("revisionId")
                        .asText())
                .isEqualTo(revision);
        assertThat(call("DescribeStateMachine", "{\"stateMachineArn\": \"" + ARN + "\"}")
                        .path("revisionId")
                        .asText())
                .isEqualTo(revision);
        Execution after = fixture.service.startExecution(ARN, "new", "{}");
        fixture.loop.runUntilIdle();
        assertThat(running.output()).hasValue(Json.object());
        assertThat(after.output()).hasValue(Json.of(7));
        assertThat(call("DescribeStateMachineForExecution", "{\"executionArn\": \"" + running.arn() + "\"}")
                        .path("definition")
                        .asText())
                .isEqualTo(WAIT);
    }

    @Test
    void anUpdateOfNothingIsRefused() {
        call("CreateStateMachine", create("{}"));
        assertRefused(
                "UpdateStateMachine",
                "{\"stateMachineArn\": \"" + ARN + "\"}",
                "MissingRequiredParameter",
                "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be "
                        + "specified");
        assertRefused(
                "UpdateStateMachine",
                "{\"stateMachineArn\": \"" + ARN + "x\", \"roleArn\": \"" + ROLE + "\"}",
                "StateMachineDoesNotExist",
                "State Machine Does Not Exist: '" + ARN + "x'");
    }

    @Test
    void deletingWhatIsNotThereSucceeds() {
        assertThat(call("DeleteStateMachine", "{\"stateMachineArn\": \"" + ARN + "\"}"))
                .isEqualTo(Json.object());
        assertRefused(
                "DeleteStateMachine",
                "{\"stateMachineArn\": \"m\"}",
                "InvalidArn",
                "Invalid Arn: 'Invalid ARN prefix: m'");
    }

    /** As the API reference of DeleteStateMachine says. */
    @Test
    void aDeletedStateMachineGoesOnceItsExecutionsAreAbortedAtTheirNextTransition() {
        call("CreateStateMachine", create("{\"definition\": " + Json.write(Json.of(WAIT)) + "}"));
        Execution running = fixture.service.startExecution(ARN, "run", "{}");
        fixture.loop.runUntil(() -> running.events().size() == 2);
        call("DeleteStateMachine", "{\"stateMachineArn\": \"" + ARN + "\"}");

        assertThat(running.closed()).isFalse();
        assertThat(call("DescribeStateMachine", "{\"stateMachineArn\": \"" + ARN + "\"}")
                        .path("status")
                        .asText())
                .isEqualTo("DELETING");
        for (String operation : List.of("StartExecution", "UpdateStateMachine")) {
            assertRefused(
                    operation,
                    "{\"stateMachineArn\": \"" + ARN + "\""
                            + (operation.startsWith("U") ? ", \"roleArn\": \"" + ROLE + "\"}" : "}"),
                    "StateMachineDeleting",
                    "State Machine is being deleted: '" + ARN + "'");
        }
        fixture.loop.runUntilIdle();
        assertThat(running.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(StatesFixture.lines(running))
                .containsExactly(
                        "1 0 ExecutionStarted",
                        "2 0 WaitStateEntered W",
                        "3 2 WaitStateExited W",
                        "4 0 ExecutionAborted");
        assertRefused(
                "DescribeStateMachine",
                "{\"stateMachineArn\": \"" + ARN + "\"}",
                "StateMachineDoesNotExist",
                "State Machine Does Not Exist: '" + ARN + "'");
        assertThat(call("DescribeExecution", "{\"executionArn\": \"" + running.arn() + "\"}")
                        .path("redriveStatusReason")
                        .asText())
                .isEqualTo("State machine is in DELETING status");
        assertThat(call("CreateStateMachine", create("{}"))
                        .path("stateMachineArn")
                        .asText())
                .isEqualTo(ARN);
        assertThat(fixture.service.listExecutions(ARN, null, 0, null).items()).isEmpty();
    }

    private static String create(String changes) {
        var body = Json.object().put("name", "m").put("definition", PASS).put("roleArn", ROLE);
        Json.parse(changes).properties().forEach(change -> body.set(change.getKey(), change.getValue()));
        return Json.write(body);
    }

    private void assertRefused(String operation, String body, String code, String message) {
        assertThatThrownBy(() -> call(operation, body)).isInstanceOfSatisfying(AwsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).isEqualTo(message);
        });
    }

    private JsonNode call(String operation, String body) {
        var request = new Request(
                "POST",
                "/",
                "",
                Map.of("X-Amz-Target", List.of("AWSStepFunctions." + operation)),
                body.getBytes(StandardCharsets.UTF_8));
        return Json.parse(wire.route(request).action().get().body());
    }
}
