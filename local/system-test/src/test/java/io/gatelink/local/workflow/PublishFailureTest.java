package io.gatelink.local.workflow;

import static io.gatelink.local.workflow.PublishDefinition.evaluate;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the publish workflow itself makes of a failure for which no roll back answers. */
class PublishFailureTest {

    private final PublishDefinition definition = PublishDefinition.with(Map.of());

    @Test
    void theMessageOfAHandlersExceptionIsTheReason() {
        assertThat(reason(
                        "{\"errorMessage\":\"VPC link x FAILED: \\\"why\\\"\",\"errorType\":\"E\",\"stackTrace\":[]}"))
                .isEqualTo("VPC link x FAILED: \"why\"");
        assertThat(field("error", "io.gatelink.functions.lambda.InvalidInputException", "c")
                        .asText())
                .isEqualTo("InvalidInputException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain words", "[]", "{%  $x %}"})
    void anyOtherCauseIsTheReasonAsItIs(String cause) {
        assertThat(reason(cause)).isEqualTo(cause);
    }

    @Test
    void theReasonStaysShort() {
        assertThat(reason("x".repeat(30_000))).hasSize(2_000);
        assertThat(reason("{\"errorMessage\":\"" + "x".repeat(20_000) + "\"}")).hasSize(2_000);
    }

    /** Step Functions takes 256 KB, and a cause may have 32,768 characters of up to four bytes. */
    @Test
    void aRollBackIsGivenTheBeginningOfALongCause() {
        assertThat(evaluate(
                                definition.state("Roll back").at("/Arguments/cause"),
                                "{}",
                                "{\"caught\": {\"Cause\": \"" + "x".repeat(30_000) + "\"}}")
                        .asText())
                .hasSize(20_000);
    }

    @Test
    void theCauseOfAFailedPublicationIsItsReason() {
        assertThat(evaluate(
                                definition.state("Publication failed").path("Cause"),
                                "{}",
                                "{\"result\": {\"reason\": \"why\"}}")
                        .asText())
                .isEqualTo("why");
    }

    @Test
    void anAnnouncementCarriesTheResultWithoutTheMail() {
        JsonNode detail = evaluate(definition.state("Announce").at("/Arguments/Entries/0/Detail"), """
                {"context": {"Execution": {"Name": "e", "Id": "arn:e"}}}""", """
                {"result": {"outcome": "FAILED", "reason": "why", "leftovers": [], "subject": "s", "message": "m",
                 "tell": true, "again": false, "waitUntil": null}}""");

        assertThat(detail).isEqualTo(Json.parse("""
                {"outcome": "FAILED", "reason": "why", "leftovers": [], "execution": "e", "executionArn": "arn:e"}"""));
    }

    private String reason(String cause) {
        return field("reason", "E", cause).asText();
    }

    private JsonNode field(String name, String error, String cause) {
        return evaluate(
                definition.state("Failed without a roll back").at("/Assign/result/" + name),
                "{}",
                "{\"caught\": " + Json.write(Json.object().put("Error", error).put("Cause", cause)) + "}");
    }
}
