package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.AwsException;
import io.gatelink.local.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An execution that did not succeed goes on where it ended. */
class RedriveTest {

    private static final String TASK = """
            "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": "{% $states.input.n %}\"""";
    private static final String TWO_STEPS = """
            {"QueryLanguage": "JSONata", "StartAt": "First", "TimeoutSeconds": 100, "States": {
              "First": {"Type": "Pass", "Assign": {"v": 7}, "Next": "Second"},
              "Second": {%s, "End": true, "Output": "{%% [$v, $states.context.Execution.RedriveCount] %%}",
                "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]}}}""".formatted(TASK);

    private final StatesFixture fixture = new StatesFixture();

    @Test
    void aTaskIsScheduledAgainWithAllItsRetriesAndWhatWasAssigned() {
        fixture.script(StatesFixture.LAMBDA, """
                [{"error": "A"}, {"error": "A"}, {"error": "A"}, {"result": 1}]""");
        Execution execution = fixture.run(TWO_STEPS, "{\"n\": 1}");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);

        assertThat(redrive(execution, null).status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(execution.stopDate()).isEmpty();
        fixture.loop.runUntilIdle();

        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(execution.output()).contains(Json.parse("[7, 1]"));
        assertThat(execution.redriveCount()).isEqualTo(1);
        assertThat(StatesFixture.lines(execution)).containsExactly(
                "1 0 ExecutionStarted", "2 0 PassStateEntered First", "3 2 PassStateExited First",
                "4 3 TaskStateEntered Second", "5 4 TaskScheduled", "6 5 TaskStarted", "7 6 TaskFailed",
                "8 7 TaskScheduled", "9 8 TaskStarted", "10 9 TaskFailed", "11 10 ExecutionFailed",
                "12 11 ExecutionRedriven",
                "13 12 TaskScheduled", "14 13 TaskStarted", "15 14 TaskFailed",
                "16 15 TaskScheduled", "17 16 TaskStarted", "18 17 TaskSucceeded", "19 18 TaskStateExited Second",
                "20 19 ExecutionSucceeded");
        assertThat(execution.events().get(11).details()).contains(Json.object().put("redriveCount", 1));
    }

    @Test
    void whatAStoppedTaskStillAnswersIsNotTakenForTheRedrivenOnesAnswer() {
        fixture.script(StatesFixture.LAMBDA, """
                [{"result": "late", "after": 10}, {"result": "new", "after": 20}]""");
        Execution execution = fixture.start(TWO_STEPS.replace("\"Output\"", "\"Comment\""), "{\"n\": 1}");
        fixture.loop.runUntil(() -> fixture.arguments.size() == 1);
        fixture.service.stopExecution(execution.arn(), "Stopped", "by hand");
        redrive(execution, null);
        fixture.loop.runUntilIdle();

        assertThat(execution.output()).contains(Json.parse("\"new\""));
        assertThat(fixture.elapsed()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void anExecutionStoppedBetweenTwoStatesEntersTheNextOne() {
        Execution execution = fixture.start(TWO_STEPS, "{\"n\": 1}");
        fixture.service.stopExecution(execution.arn(), null, null);
        redrive(execution, null);
        fixture.loop.runUntilIdle();

        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(StatesFixture.lines(execution)).startsWith("1 0 ExecutionStarted", "2 0 ExecutionAborted",
                "3 2 ExecutionRedriven", "4 3 PassStateEntered First").doesNotHaveDuplicates();
    }

    @Test
    void theTimeOfTheWholeExecutionBeginsAnew() {
        fixture.script(StatesFixture.LAMBDA, "[{\"never\": true}]");
        Execution execution = fixture.run(TWO_STEPS, "{\"n\": 1}");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        redrive(execution, null);
        fixture.loop.runUntilIdle();

        assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(fixture.elapsed()).isEqualTo(Duration.ofSeconds(200));
    }

    @Test
    void aFailStateFailsAgain() {
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "No", "States": {"No": {"Type": "Fail", "Error": "E"}}}""", "{}");
        redrive(execution, null);
        fixture.loop.runUntilIdle();

        assertThat(execution.error()).contains("E");
        assertThat(StatesFixture.lines(execution)).containsExactly("1 0 ExecutionStarted", "2 0 FailStateEntered No",
                "3 2 ExecutionFailed", "4 3 ExecutionRedriven", "5 4 FailStateEntered No", "6 5 ExecutionFailed");
    }

    @Test
    void onlyTheBranchesThatDidNotSucceedRunAgain() {
        fixture.script(StatesFixture.LAMBDA, "[{\"result\": \"once\"}, {\"error\": \"A\", \"after\": 1}, {\"result\": 2}]");
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": true,
                  "Branches": [{"StartAt": "A", "States": {"A": {%1$s, "End": true}}},
                               {"StartAt": "B", "States": {"B": {%1$s, "End": true}}}]}}}""".formatted(TASK),
                "{\"n\": 1}");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        redrive(execution, null);
        fixture.loop.runUntilIdle();

        assertThat(execution.output()).contains(Json.parse("[\"once\", 2]"));
        assertThat(fixture.arguments).hasSize(3);
        assertThat(StatesFixture.lines(execution)).filteredOn(line -> line.contains("ParallelStateEntered")).hasSize(1);
    }

    @Test
    void onlyTheIterationsThatDidNotSucceedRunAgainNoMoreAtOnceThanAllowed() {
        fixture.script(StatesFixture.LAMBDA, """
                [{"result": "a"}, {"error": "A", "after": 1}, {"never": true}, {"result": "b", "after": 1},
                 {"result": "c", "after": 1}, {"result": "d", "after": 1}]""");
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true,
                  "Items": [{"n": 1}, {"n": 2}, {"n": 3}, {"n": 4}], "MaxConcurrency": 2,
                  "ItemProcessor": {"StartAt": "A", "States": {"A": {%s, "End": true}}}}}}""".formatted(TASK), "{}");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        redrive(execution, null);
        fixture.loop.runUntilIdle();

        assertThat(execution.output()).contains(Json.parse("[\"a\", \"b\", \"c\", \"d\"]"));
        assertThat(fixture.arguments).extracting(Object::toString).containsExactly("1", "2", "3", "2", "3", "4");
    }

    @Test
    void theSameTokenAgainChangesNothing() {
        fixture.script(StatesFixture.LAMBDA, "[{\"error\": \"A\"}]");
        Execution execution = fixture.run(TWO_STEPS, "{\"n\": 1}");
        redrive(execution, "token");
        fixture.loop.runUntilIdle();
        redrive(execution, "token");
        assertThat(execution.redriveCount()).isEqualTo(1);

        redrive(execution, "another");
        assertThat(execution.redriveCount()).isEqualTo(2);
    }

    @Test
    void whatRunsSucceededOrEndedTwoWeeksAgoCannotBeRedriven() {
        fixture.script(StatesFixture.LAMBDA, "[{\"error\": \"A\"}, {\"error\": \"A\"}, {\"result\": 1}]");
        Execution execution = fixture.run(TWO_STEPS, "{\"n\": 1}");
        fixture.loop.schedule(Duration.ofDays(14).plusSeconds(1), () -> { });
        fixture.loop.runUntilIdle();
        assertRefused(execution, "Execution redrivable period exceeded");

        Execution other = fixture.service.startExecution(execution.stateMachine().arn(), "other", "{\"n\": 1}");
        assertRefused(other, "Execution is RUNNING and cannot be redriven");
        fixture.loop.runUntilIdle();
        assertRefused(other, "Execution is SUCCEEDED and cannot be redriven");
    }

    private Execution redrive(Execution execution, String token) {
        return fixture.service.redriveExecution(execution.arn(), token);
    }

    private void assertRefused(Execution execution, String reason) {
        assertThatThrownBy(() -> redrive(execution, null)).isInstanceOfSatisfying(AwsException.class,
                e -> assertThat(e.code()).isEqualTo("ExecutionNotRedrivable"))
                .hasMessage("Execution Not Redrivable: '" + reason + "'");
    }
}
