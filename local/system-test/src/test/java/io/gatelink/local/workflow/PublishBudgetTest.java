package io.gatelink.local.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The waits of the publish workflow, for the values that its parameters can have. */
class PublishBudgetTest {

    private static final String PREFIX = "io.gatelink.functions.lambda.";

    @ParameterizedTest
    @ValueSource(strings = {"10", "15", "20", "30", "60"})
    void aLinkHasThirtyMinutesToBecomeAvailable(String seconds) {
        JsonNode retrier = retrier(Map.of("LinkPollSeconds", seconds), "Check VPC link", "VpcLinkPendingException");

        assertThat(retrier.path("IntervalSeconds").asText()).isEqualTo(seconds);
        assertThat(waits(retrier)).isEqualTo(1800);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "10", "15", "30"})
    void aLoadBalancerHasTheMinutesOfTheParameterToBecomeReady(String minutes) {
        assertThat(waits(retrier(
                        Map.of("LoadBalancerWaitMinutes", minutes),
                        "Describe load balancer",
                        "LoadBalancerNotReadyException")))
                .isBetween(60 * Integer.parseInt(minutes) - 20, 60 * Integer.parseInt(minutes) + 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "5", "10", "15", "30"})
    void theSmokeTestIsTriedForTheMinutesOfTheParameter(String minutes) {
        assertThat(waits(retrier(Map.of("SmokeTestWaitMinutes", minutes), "Smoke test", "SmokeTestFailedException")))
                .isBetween(60 * Integer.parseInt(minutes), 60 * Integer.parseInt(minutes) + 30);
    }

    private static JsonNode retrier(Map<String, String> parameters, String state, String error) {
        for (JsonNode retrier : PublishDefinition.with(parameters).state(state).path("Retry")) {
            if (retrier.path("ErrorEquals").toString().contains("\"" + PREFIX + error + "\"")) {
                return retrier;
            }
        }
        throw new AssertionError(state + " does not retry " + error);
    }

    /** The seconds that a retrier can wait altogether. */
    static int waits(JsonNode retrier) {
        double wait = retrier.path("IntervalSeconds").asInt();
        double sum = 0;
        for (int i = 0; i < retrier.path("MaxAttempts").asInt(); i++) {
            double capped = Math.min(wait, retrier.path("MaxDelaySeconds").asInt(Integer.MAX_VALUE));
            sum += capped;
            wait = capped * retrier.path("BackoffRate").asDouble();
        }
        return (int) Math.ceil(sum);
    }
}
