package io.gatelink.local.workflow;

import static io.gatelink.local.workflow.PublishDefinition.evaluate;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the publish workflow makes of a failure, whatever it looks like. */
class PublishFailureTest {

    private static final String CLEAN = """
            {"deleted": [], "leftovers": []}""";

    private final PublishDefinition definition = PublishDefinition.with(Map.of());

    @Test
    void theMessageOfAHandlersExceptionIsTheReason() {
        JsonNode failure = explain("io.gatelink.functions.VpcLinkFailedException", """
                {"errorMessage": "VPC link x FAILED: NLB is already associated with another VPC Endpoint Service",
                 "errorType": "io.gatelink.functions.VpcLinkFailedException", "stackTrace": []}""", CLEAN);

        assertThat(failure).isEqualTo(Json.parse("""
                {"error": "io.gatelink.functions.VpcLinkFailedException",
                 "reason": "VPC link x FAILED: NLB is already associated with another VPC Endpoint Service",
                 "leftovers": []}"""));
        assertThat(cause(failure))
                .isEqualTo("VPC link x FAILED: NLB is already associated with another VPC Endpoint Service");
    }

    @Test
    void escapedCharactersOfAMessageAreRead() {
        assertThat(explain("E", "{\"errorMessage\":\"a \\\"b\\\" \\\\ c\\n\\u00e9 /\"}", CLEAN).path("reason").asText())
                .isEqualTo("a \"b\" \\ c\n\u00e9 /");
    }

    @Test
    void aCauseThatWasCutOffBehindTheMessageGivesTheMessage() {
        assertThat(explain("E", "{\"errorMessage\":\"why\",\"errorType\":\"E\",\"stackTrace\":[\"io.ga", CLEAN)
                .path("reason").asText()).isEqualTo("why");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "plain words", "{\"errorMessage\":\"cut o", "{\"errorMessage\":null}", "{\"errorMessage\":\"bad \\x escape\"}",
        "{\"errorMessage\":\"ends in \\", "[]", "{%  $x %}", "\"errorMessage\": "})
    void anyOtherCauseIsTheReasonAsItIs(String cause) {
        assertThat(explain("E", cause, CLEAN).path("reason").asText()).isEqualTo(cause);
    }

    @Test
    void aHugeCauseIsReadToo() {
        String escapes = "\\n".repeat(10_000);

        assertThat(explain("E", "{\"errorMessage\":\"" + "x".repeat(30_000) + "\"}", CLEAN).path("reason").asText())
                .isEqualTo("x".repeat(30_000));
        assertThat(explain("E", "{\"errorMessage\":\"" + escapes + "\"}", CLEAN).path("reason").asText())
                .isEqualTo("{\"errorMessage\":\"" + escapes + "\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Error\": \"States.Timeout\"}", "{\"Error\": \"States.Timeout\", \"Cause\": \"\"}"})
    void aFailureWithoutACauseIsExplainedByItsName(String caught) {
        assertThat(explain(caught, CLEAN)).isEqualTo(Json.parse("""
                {"error": "States.Timeout", "reason": "States.Timeout", "leftovers": []}"""));
    }

    @Test
    void whatIsLeftBehindIsNamedWithItsReason() {
        JsonNode one = explain("E", "why.", """
                {"deleted": ["x"], "leftovers": [{"resource": "VPC link a", "reason": "it is referenced"}]}""");
        JsonNode two = explain("E", "why.", """
                {"leftovers": [{"resource": "VPC link a", "reason": "r"}, {"resource": "REST API b", "reason": "s"}]}""");

        assertThat(cause(one)).isEqualTo("why. Left behind: VPC link a (it is referenced)");
        assertThat(cause(two)).isEqualTo("why. Left behind: VPC link a (r), REST API b (s)");
    }

    @Test
    void aRollBackThatFailsLeavesTheUnknownBehindAndHidesNotWhyThePublicationFailed() {
        JsonNode failure = explain("E", "why.", """
                {"Error": "X", "Cause": "{\\"errorMessage\\": \\"Too Many Requests\\"}"}""");

        assertThat(failure).isEqualTo(Json.parse("""
                {"error": "E", "reason": "why.",
                 "leftovers": [{"resource": "unknown", "reason": "Roll back failed: Too Many Requests"}]}"""));
        assertThat(cause(failure)).isEqualTo("why. Left behind: unknown (Roll back failed: Too Many Requests)");
    }

    @Test
    void aRollBackWithoutAnAnswerDoesNotBreakTheFailure() {
        assertThat(explain("E", "why", "{}").path("reason").asText()).isEqualTo("why");
        assertThat(cause(explain("E", "why", "{}"))).isEqualTo("why");
    }

    @Test
    void theCauseStaysBelowWhatStepFunctionsTakes() {
        assertThat(cause(explain("E", "x".repeat(32_768), CLEAN))).hasSize(30_000);
    }

    @Test
    void rollBackIsToldWhatIsKnown() {
        JsonNode arguments = definition.state("Roll back").path("Arguments");
        String states = """
                {"context": {"Execution": {"Id": "i", "Name": "e", "StartTime": "t"}}, "input": {}}""";

        assertThat(evaluate(arguments, states, "{}")).isEqualTo(Json.parse("""
                {"execution": "e@t", "executionArn": "i", "loadBalancerArn": null, "vpcLinkId": null,
                 "restApiId": null}"""));
        assertThat(evaluate(arguments, states, """
                {"loadBalancer": {"loadBalancerArn": "a"}, "vpcLink": {"vpcLinkId": "l"},
                 "restApi": {"restApiId": "r"}}""")).isEqualTo(Json.parse("""
                {"execution": "e@t", "executionArn": "i", "loadBalancerArn": "a", "vpcLinkId": "l",
                 "restApiId": "r"}"""));
    }

    @Test
    void theAnnouncementOfAFailureCarriesTheInputAsItWas() {
        assertThat(evaluate(definition.state("Announce failure").at("/Arguments/Entries/0/Detail"), """
                {"context": {"Execution": {"Name": "e", "Id": "arn:e", "Input": {"loadBalancerName": "orders"}}}}""", """
                {"failure": {"error": "E", "reason": "why", "leftovers": []}}""")).isEqualTo(Json.parse("""
                {"input": {"loadBalancerName": "orders"}, "error": "E", "reason": "why",
                 "leftovers": [], "execution": "e", "executionArn": "arn:e"}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"loadBalancerName\": \"orders\"}", "{}", "[]", "[{\"loadBalancerName\": \"orders\"}]",
        "[[1]]", "\"orders\"", "\"{% $x %}\"", "3",
        "{\"loadBalancerName\": \"orders\", \"execution\": \"x\", \"defaults\": {\"allowOpenApis\": \"true\"}}"})
    void theInputReachesTheHandlerAsItIsApartFromWhatTheStackSays(String input) {
        JsonNode arguments = definition.state("Describe load balancer").path("Arguments");
        String states = "{\"context\": {\"Execution\": {\"Name\": \"e\", \"StartTime\": \"t\", \"Id\": \"arn\"}}, \"input\": "
                + input + "}";

        assertThat(arguments.path("input").asText()).isEqualTo("{% $states.input %}");
        assertThat(evaluate(arguments.path("input"), states, "{}")).isEqualTo(Json.parse(input));
        assertThat(evaluate(arguments.path("execution"), states, "{}").asText()).isEqualTo("e@t");
        assertThat(evaluate(arguments.path("executionArn"), states, "{}").asText()).isEqualTo("arn");
    }

    @Test
    void theParametersOfTheStackReachTheHandler() {
        JsonNode arguments = PublishDefinition.with(Map.of("PublishMode", "ALL", "Authorization", "API_KEY",
                "AllowOpenApis", "true", "StageName", "prod", "SmokeTestPath", "/health", "SmokeTestExpect", "200",
                "IntegrationTimeoutMillis", "1000")).state("Describe load balancer").path("Arguments");

        assertThat(arguments.path("defaults")).isEqualTo(Json.parse("""
                {"publishMode": "ALL", "allowOpenApis": "true", "authorization": "API_KEY", "stage": "prod",
                 "path": "/health", "expect": "200", "timeoutMillis": "1000"}"""));
    }

    @Test
    void theSmokeTestIsToldSinceWhenThePublicationIsWantedIfSomebodySaysSo() {
        JsonNode requestedAt = definition.state("Smoke test").at("/Arguments/requestedAt");

        assertThat(evaluate(requestedAt, """
                {"context": {"Execution": {"Input": {"requestedAt": "2026-01-02T03:04:05Z"}}}}""", "{}").asText())
                .isEqualTo("2026-01-02T03:04:05Z");
        assertThat(evaluate(requestedAt, """
                {"context": {"Execution": {"Input": {"loadBalancerName": "orders"}}}}""", "{}").asText("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"publish\": false}", "{}", "{\"publish\": \"true\"}"})
    void onlyAnExplicitTrueIsPublished(String described) {
        JsonNode condition = definition.state("Opted in?").at("/Choices/0/Condition");

        assertThat(evaluate(condition, "{\"input\": " + described + "}", "{}").asBoolean(true)).isFalse();
        assertThat(evaluate(condition, "{\"input\": {\"publish\": true}}", "{}").asBoolean(false)).isTrue();
    }

    private JsonNode explain(String error, String cause, String rolledBack) {
        return explain(Json.write(Json.object().put("Error", error).put("Cause", cause)), rolledBack);
    }

    private JsonNode explain(String caught, String rolledBack) {
        return evaluate(definition.state("Explain failure").at("/Assign/failure"),
                "{\"input\": " + rolledBack + "}", "{\"caught\": " + caught + "}");
    }

    private String cause(JsonNode failure) {
        return evaluate(definition.state("Publication failed").path("Cause"), "{}",
                "{\"failure\": " + Json.write(failure) + "}").asText();
    }
}
