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

/** What holds for every workflow, whoever adds one. */
class WorkflowBudgetTest {

    private static final int SECONDS_OF_A_YEAR = 31_536_000;

    /**
     * How often a workflow that has loops comes to a state: it looks twice, into 20 APIs each time, two of them at once,
     * and announces 60 findings, ten of them at once.
     */
    private static final Map<String, Map<String, Integer>> MOST_VISITS = Map.of("reconcile", Map.of(
            "Observe", 2, "Leave others room", 20, "Inspect", 20, "Announce", 6));

    static Stream<WorkflowDefinition> withTheLongestWaits() {
        return Stream.of("10", "15", "20", "30", "60").flatMap(seconds -> WorkflowDefinition.all(Map.of(
                "LinkPollSeconds", seconds, "LoadBalancerWaitMinutes", "30", "SmokeTestWaitMinutes", "30",
                "SwitchDrainSeconds", "600")).stream());
    }

    static List<WorkflowDefinition> workflows() {
        return WorkflowDefinition.all(Map.of());
    }

    @Test
    void theseAreTheWorkflows() {
        assertThat(workflows()).extracting(WorkflowDefinition::name).containsExactlyInAnyOrder("publish", "withdraw", "switch", "reconcile");
    }

    @ParameterizedTest
    @MethodSource("withTheLongestWaits")
    void noExecutionRunsOutOfTimeBeforeItHasAnnouncedItsFailure(WorkflowDefinition workflow) {
        int worst = longest(workflow);

        assertThat(worst).isGreaterThan(3600);
        assertThat(workflow.json().path("TimeoutSeconds").asInt()).isBetween(worst, SECONDS_OF_A_YEAR);
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyTaskCatchesEverythingAndHasATimeOut(WorkflowDefinition workflow) {
        tasks(workflow).forEach((name, state) -> {
            assertThat(state.path("TimeoutSeconds").asInt()).as(name).isPositive();
            assertThat(state.at("/Catch/0/ErrorEquals/0").asText()).as(name).isEqualTo("States.ALL");
            assertThat(ends(workflow, state.at("/Catch/0/Next").asText(), new LinkedHashSet<>())).as(name)
                    .isNotEmpty().allSatisfy(end -> assertThat(workflow.state(end).path("Type").asText())
                            .as("%s, which a failure of %s leads to", end, name).isEqualTo("Fail"));
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void everyFunctionIsTriedAgainWheneverThatCanHelp(WorkflowDefinition workflow) {
        tasks(workflow).forEach((name, state) -> {
            if (state.path("Resource").asText().contains(":lambda:")) {
                // A function that nobody has called for two weeks is inactive: the first call only wakes it up.
                assertThat(state.path("Retry").toString()).as(name).contains("\"Lambda.SnapStartNotReadyException\"",
                        "\"io.gatelink.functions.ThrottledException\"", "\"io.gatelink.functions.AwsUnavailableException\"",
                        "\"Lambda.TooManyRequestsException\"", "\"Sandbox.Timedout\"");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void aLostTurnIsNotTriedAgain(WorkflowDefinition workflow) {
        tasks(workflow).forEach((name, state) -> {
            if (!name.startsWith("Roll back")) {
                assertThat(state.path("Retry").toString()).as(name).doesNotContain("TurnLost")
                        .doesNotContain("States.ALL");
            }
        });
    }

    private static Map<String, JsonNode> tasks(WorkflowDefinition workflow) {
        Map<String, JsonNode> tasks = new HashMap<>();
        workflow.json().path("States").properties().forEach(state -> {
            if (state.getValue().path("Type").asText().equals("Task")) {
                tasks.put(state.getKey(), state.getValue());
            }
        });
        assertThat(tasks).isNotEmpty();
        return tasks;
    }

    private static Set<String> next(JsonNode state) {
        Set<String> next = new LinkedHashSet<>(state.findValuesAsText("Next"));
        if (state.has("Default")) {
            next.add(state.path("Default").asText());
        }
        return next;
    }

    /** Where executions end that come to a state. */
    private static Set<String> ends(WorkflowDefinition workflow, String name, Set<String> seen) {
        Set<String> ends = new LinkedHashSet<>();
        if (seen.add(name)) {
            Set<String> next = next(workflow.state(name));
            if (next.isEmpty() || workflow.state(name).path("End").asBoolean()) {
                ends.add(name);
            }
            next.forEach(each -> ends.addAll(ends(workflow, each, seen)));
        }
        return ends;
    }

    /** The seconds that a state can take: each attempt as long as it may, and every wait between them. */
    private static int seconds(JsonNode state) {
        int attempts = 1;
        int waits = state.path("Seconds").asInt();
        for (JsonNode retrier : state.path("Retry")) {
            attempts += retrier.path("MaxAttempts").asInt();
            waits += PublishBudgetTest.waits(retrier);
        }
        return attempts * state.path("TimeoutSeconds").asInt() + waits;
    }

    /** As if every state were visited, as often as its workflow visits it at most. */
    private static int longest(WorkflowDefinition workflow) {
        Map<String, Integer> visits = MOST_VISITS.getOrDefault(workflow.name(), Map.of());
        assertThat(workflow.json().path("States").properties()).extracting(Map.Entry::getKey).containsAll(visits.keySet());
        return workflow.json().path("States").properties().stream()
                .mapToInt(state -> visits.getOrDefault(state.getKey(), 1) * seconds(state.getValue())).sum();
    }
}
