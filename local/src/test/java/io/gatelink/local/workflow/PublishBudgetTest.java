package io.gatelink.local.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The waits of the publish workflow, for the values that its parameters can have. */
class PublishBudgetTest {

    private static final String PREFIX = "io.gatelink.functions.";

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
        assertThat(waits(retrier(Map.of("LoadBalancerWaitMinutes", minutes),
                "Describe load balancer", "LoadBalancerNotReadyException")))
                .isEqualTo(60 * Integer.parseInt(minutes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "5", "10", "15", "30"})
    void theSmokeTestIsTriedForTheMinutesOfTheParameter(String minutes) {
        assertThat(waits(retrier(Map.of("SmokeTestWaitMinutes", minutes), "Smoke test", "SmokeTestFailedException")))
                .isBetween(60 * Integer.parseInt(minutes), 60 * Integer.parseInt(minutes) + 30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "15", "20", "30", "60"})
    void noExecutionRunsOutOfTimeBeforeItHasRolledBack(String linkPollSeconds) {
        var definition = PublishDefinition.with(Map.of("LinkPollSeconds", linkPollSeconds,
                "LoadBalancerWaitMinutes", "30", "SmokeTestWaitMinutes", "30"));

        int worst = longest(definition, definition.json().path("StartAt").asText(), new HashMap<>());

        assertThat(worst).isGreaterThan(3 * 3600);
        assertThat(definition.json().path("TimeoutSeconds").asInt()).isGreaterThan(worst);
    }

    @Test
    void everyTaskCatchesEverythingAndHasATimeOut() {
        PublishDefinition.with(Map.of()).json().path("States").properties().forEach(state -> {
            if (state.getValue().path("Type").asText().equals("Task")) {
                assertThat(state.getValue().path("TimeoutSeconds").asInt()).as(state.getKey()).isPositive();
                if (!state.getKey().startsWith("Announce")) {
                    // A function that nobody has called for two weeks is inactive: the first call only wakes it up.
                    assertThat(state.getValue().path("Retry").toString()).as(state.getKey())
                            .contains("\"Lambda.SnapStartNotReadyException\"");
                }
                assertThat(state.getValue().at("/Catch/0/ErrorEquals/0").asText()).as(state.getKey())
                        .isEqualTo("States.ALL");
                assertThat(state.getValue().at("/Catch/0/Next").asText()).as(state.getKey()).isEqualTo(
                        switch (state.getKey()) {
                            case "Roll back" -> "Explain failure";
                            case "Announce failure" -> "Publication failed";
                            default -> "Roll back";
                        });
            }
        });
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
    private static int waits(JsonNode retrier) {
        double wait = retrier.path("IntervalSeconds").asInt();
        double sum = 0;
        for (int i = 0; i < retrier.path("MaxAttempts").asInt(); i++) {
            double capped = Math.min(wait, retrier.path("MaxDelaySeconds").asInt(Integer.MAX_VALUE));
            sum += capped;
            wait = capped * retrier.path("BackoffRate").asDouble();
        }
        return (int) Math.ceil(sum);
    }

    /** The seconds that a state can take: each attempt as long as it may, and every wait between them. */
    private static int seconds(JsonNode state) {
        int attempts = 1;
        int waits = 0;
        for (JsonNode retrier : state.path("Retry")) {
            attempts += retrier.path("MaxAttempts").asInt();
            waits += waits(retrier);
        }
        return attempts * state.path("TimeoutSeconds").asInt() + waits;
    }

    private static int longest(PublishDefinition definition, String name, Map<String, Integer> known) {
        if (!known.containsKey(name)) {
            JsonNode state = definition.state(name);
            Set<String> next = new LinkedHashSet<>(state.findValuesAsText("Next"));
            if (state.has("Default")) {
                next.add(state.path("Default").asText());
            }
            int rest = next.stream().mapToInt(each -> longest(definition, each, known)).max().orElse(0);
            known.put(name, seconds(state) + rest);
        }
        return known.get(name);
    }
}
