package io.gatelink.local.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every workflow. */
class WorkflowBudgetTest {

    private static final int SECONDS_OF_A_YEAR = 31_536_000;

    /** For a thousand load balancers at once, at the pace of CreateDeployment and of DeleteRestApi. */
    private static final Map<String, Integer> SECONDS_OF_WAITS = Map.of(
            "Wait for the start",
            6_000,
            "Wait for the slot",
            7_500,
            "Wait to deploy",
            8,
            "Wait to delete",
            39_000,
            "Wait to roll back",
            39_000,
            "Wait for the drain", // of streamed answers
            900);

    static Stream<WorkflowDefinition> withTheLongestWaits() {
        return Stream.of("10", "15", "20", "30", "60")
                .flatMap(seconds -> WorkflowDefinition.all(Map.of(
                                "LinkPollSeconds",
                                seconds,
                                "LoadBalancerWaitMinutes",
                                "30",
                                "SmokeTestWaitMinutes",
                                "30",
                                "SwitchDrainSeconds",
                                "600"))
                        .stream());
    }

    static List<WorkflowDefinition> workflows() {
        return WorkflowDefinition.all(Map.of());
    }

    @Test
    void theseAreTheWorkflows() {
        assertThat(workflows()).extracting(WorkflowDefinition::name).containsExactlyInAnyOrder("publish", "reconcile");
    }

    @ParameterizedTest
    @MethodSource("withTheLongestWaits")
    void noExecutionRunsOutOfTimeBeforeItHasToldItsFailure(WorkflowDefinition workflow) {
        int worst = longest(workflow);

        assertThat(worst).isGreaterThan(1000);
        assertThat(workflow.json().path("TimeoutSeconds").asInt()).isBetween(worst, SECONDS_OF_A_YEAR);
    }

    /** A publication that fails says so; a reconciliation that fails raises its alarm, and the next one is near. */
    @Test
    void everyTaskOfAPublicationCatchesEverythingAndHasATimeOut() {
        WorkflowDefinition workflow = WorkflowDefinition.with("publish", Map.of());
        tasks(workflow).forEach((name, state) -> {
            assertThat(state.path("TimeoutSeconds").asInt()).as(name).isPositive();
            JsonNode last = state.path("Catch").path(state.path("Catch").size() - 1);
            assertThat(last.path("ErrorEquals").toString()).as(name).isEqualTo("[\"States.ALL\"]");
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyFunctionIsTriedAgainWheneverThatCanHelp(WorkflowDefinition workflow) {
        Set<String> retriers = new LinkedHashSet<>();
        tasks(workflow).forEach((name, state) -> {
            if (state.path("Resource").asText().contains(":lambda:")) {
                // A function that was not called for two weeks is inactive: the first call only wakes it up.
                JsonNode retrier = state.path("Retry").path(state.path("Retry").size() - 1);
                assertThat(retrier.toString())
                        .as(name)
                        .contains(
                                "\"Lambda.SnapStartNotReadyException\"",
                                "\"io.gatelink.functions.lambda.ThrottledException\"",
                                "\"Lambda.TooManyRequestsException\"",
                                "\"io.gatelink.functions.lambda.AwsUnavailableException\"",
                                "\"Sandbox.Timedout\"",
                                "\"JitterStrategy\":\"FULL\"");
                retriers.add(retrier.toString());
            }
        });
        assertThat(retriers).as("one generic retrier").hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void aLostLeaseIsNeitherTriedAgainNorRolledBack(WorkflowDefinition workflow) {
        tasks(workflow).forEach((name, state) -> {
            assertThat(state.path("Retry").toString())
                    .as(name)
                    .doesNotContain("LeaseLost")
                    .doesNotContain("States.ALL");
            state.path("Catch").forEach(catcher -> {
                if (catcher.path("ErrorEquals").toString().contains("LeaseLost")) {
                    assertThat(catcher.path("Next").asText()).as(name).isEqualTo("Lease lost");
                }
            });
        });
    }

    /** SmokeTest changes nothing and asks for no lease; before Take turn there is none. */
    @Test
    void everyStepThatNeedsTheLeaseCatchesItsLoss() {
        tasks(WorkflowDefinition.with("publish", Map.of())).forEach((name, state) -> {
            if (state.path("Resource").asText().contains(":lambda:")
                    && !name.equals("Smoke test")
                    && !name.equals("Take turn")) {
                assertThat(state.at("/Catch/0/ErrorEquals/0").asText())
                        .as(name)
                        .isEqualTo("io.gatelink.functions.lambda.LeaseLostException");
            }
        });
    }

    private static Map<String, JsonNode> tasks(WorkflowDefinition workflow) {
        Map<String, JsonNode> tasks = new HashMap<>();
        workflow.json().findValues("States").forEach(states -> states.properties()
                .forEach(state -> {
                    if (state.getValue().path("Type").asText().equals("Task")) {
                        tasks.put(state.getKey(), state.getValue());
                    }
                }));
        assertThat(tasks).isNotEmpty();
        return tasks;
    }

    /** The seconds that a state can wait: between all attempts, and for the last one. */
    private static int seconds(String name, JsonNode state) {
        if (state.path("Type").asText().equals("Wait")) {
            return SECONDS_OF_WAITS.get(name);
        }
        int waits = state.path("TimeoutSeconds").asInt();
        for (JsonNode retrier : state.path("Retry")) {
            waits += PublishBudgetTest.waits(retrier);
        }
        return waits;
    }

    /**
     * As if every state were visited and waited as long as it can; but what is rolled back is not withdrawn as well.
     */
    private static int longest(WorkflowDefinition workflow) {
        return workflow.json().path("States").properties().stream()
                .filter(state -> !state.getKey().equals("Wait to delete"))
                .mapToInt(state -> seconds(state.getKey(), state.getValue()))
                .sum();
    }
}
