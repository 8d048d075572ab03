package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatesWireTest {

    private final StatesFixture fixture = new StatesFixture();
    private final StatesWire wire = new StatesWire(fixture.service);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DescribeExecution | {     | SerializationException | The request is not JSON: Unexpected end-of-input",
                "DescribeExecution | []    | SerializationException | The request is not a JSON object",
                "DescribeExecution | {}    | ValidationException | 1 validation error detected: Value null at "
                        + "'executionArn' failed to satisfy constraint: Member must not be null",
                "DescribeExecution | {\"executionArn\": 5} | SerializationException | The member 'executionArn' must "
                        + "be a string",
                "ListStateMachines | {\"maxResults\": \"5\"} | SerializationException | The member 'maxResults' must "
                        + "be an integer",
                "ListStateMachines | {\"maxResults\": -1} | ValidationException | 1 validation error detected: Value "
                        + "'-1' at 'maxResults' failed to satisfy constraint: Member must have value greater than or "
                        + "equal to 0",
                "GetExecutionHistory | {\"executionArn\": \"a\", \"reverseOrder\": 1} | SerializationException | The "
                        + "member 'reverseOrder' must be a boolean",
                "ValidateStateMachineDefinition | {\"definition\": \"{}\", \"type\": \"FAST\"} | ValidationException "
                        + "| 1 validation error detected: Value 'FAST' at 'type' failed to satisfy constraint: "
                        + "Member must satisfy enum value set: [STANDARD, EXPRESS]"
            })
    void aRequestThatDoesNotFitIsRefused(String operation, String body, String code, String message) {
        assertThatThrownBy(() -> wire.route(request("AWSStepFunctions." + operation, body))
                        .action()
                        .get())
                .isInstanceOfSatisfying(AwsException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.getMessage()).startsWith(message);
                });
    }

    @Test
    void aRequestWithoutATargetIsRefused() {
        assertThatThrownBy(() -> wire.route(new Request("POST", "/", "", Map.of(), new byte[0])))
                .isInstanceOf(AwsException.class)
                .hasMessage("The header X-Amz-Target must be AWSStepFunctions.<operation>");
    }

    @Test
    void routingChangesNothing() {
        String arn = fixture.create("""
                {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}""").arn();
        var operation =
                wire.route(request("AWSStepFunctions.StartExecution", "{\"stateMachineArn\": \"" + arn + "\"}"));
        assertThat(operation.name()).isEqualTo("StartExecution");
        assertThat(fixture.service.listExecutions(arn, null, 0, null).items()).isEmpty();
        assertThat(operation.action().get()).isNotNull();
        assertThat(fixture.service.listExecutions(arn, null, 0, null).items()).hasSize(1);
    }

    @Test
    void timesAreSecondsWithMilliseconds() {
        String arn = fixture.create("""
                {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}""").arn();
        var response = wire.route(request(
                        "AWSStepFunctions.StartExecution", "{\"stateMachineArn\": \"" + arn + "\", \"name\": \"run\"}"))
                .action()
                .get();
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"executionArn\":\"arn:aws:states:us-east-1:123456789012:execution:machine:run\","
                        + "\"startDate\":1767225600.000}");
        assertThat(response.headers()).containsEntry("Content-Type", List.of("application/x-amz-json-1.0"));
    }

    private static Request request(String target, String body) {
        return new Request(
                "POST", "/", "", Map.of("X-Amz-Target", List.of(target)), body.getBytes(StandardCharsets.UTF_8));
    }
}
