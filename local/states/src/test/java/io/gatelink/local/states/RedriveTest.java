package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.AwsException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RedriveTest {

    private static final String TASK = """
            {"QueryLanguage": "JSONata", "StartAt": "First", "TimeoutSeconds": 100, "States": {
              "First": {"Type": "Pass", "Assign": {"v": 7}, "Output": {"n": 1}, "Next": "Work"},
              "Work": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Last",
                "Arguments": {"v": "{% $v %}", "n": "{% $states.input.n %}", "retries": "{% $states.context.State.RetryCount %}",
                  "redrives": "{% $states.context.Execution.RedriveCount %}"},
                "Retry": [{"ErrorEquals": ["Again"], "IntervalSeconds": 10, "MaxAttempts": 1}]},
              "Last": {"Type": "Succeed"}}}""";

    private final StatesFixture fixture = new StatesFixture();
    private final StatesService service = fixture.service;

    @Test
    void aFailedExecutionGoesOnFromTheTaskThatFailed() {
        fixture.script(StatesFixture.LAMBDA, "[{\"error\": \"Boom\", \"cause\": \"why\"}, {\"result\": \"done\"}]");
        Execution execution = fixture.run(TASK, "{}");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        pass(Duration.ofHours(1));

        assertThat(service.redriveExecution(execution.arn(), null)).isEqualTo(StatesFixture.START.plusSeconds(3600));
        assertThat(execution.status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(execution.stopDate()).isEmpty();
        assertThat(execution.error()).isEmpty();
        fixture.loop.runUntilIdle();

        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(execution.output().orElseThrow().textValue()).isEqualTo("done");
        assertThat(execution.redriveCount()).isEqualTo(1);
        assertThat(execution.startDate()).isEqualTo(StatesFixture.START);
        assertThat(StatesFixture.lines(execution))
                .containsExactly(
                        "1 0 ExecutionStarted",
                        "2 0 PassStateEntered First",
                        "3 2 PassStateExited First",
                        "4 3 TaskStateEntered Work",
                        "5 4 TaskScheduled",
                        "6 5 TaskStarted",
                        "7 6 TaskFailed",
                        "8 7 ExecutionFailed",
                        "9 8 ExecutionRedriven",
                        "10 9 TaskScheduled",
                        "11 10 TaskStarted",
                        "12 11 TaskSucceeded",
                        "13 12 TaskStateExited Work",
                        "14 13 SucceedStateEntered Last",
                        "15 14 SucceedStateExited Last",
                        "16 15 ExecutionSucceeded");
        assertThat(fixture.arguments)
                .extracting(Object::toString)
                .containsExactly(
                        "{\"v\":7,\"n\":1,\"retries\":0,\"redrives\":0}",
                        "{\"v\":7,\"n\":1,\"retries\":0,\"redrives\":1}");
    }

    @Test
    void retriesAndTheTimeLimitBeginAnew() {
        fixture.script(StatesFixture.LAMBDA, "[{\"after\": 40, \"error\": \"Again\"}]");
        Execution execution = fixture.run(TASK, "{}");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(fixture.elapsed()).isEqualTo(Duration.ofSeconds(90));

        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(fixture.retries).hasSize(2).containsOnly("Work #1 in PT10S after Again");
        assertThat(execution.redriveCount()).isEqualTo(1);
    }

    @Test
    void aTimedOutExecutionGoesOnAndMayTimeOutAgain() {
        fixture.script(StatesFixture.LAMBDA, "[{\"never\": true}]");
        Execution execution = fixture.run(TASK, "{}");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);

        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();
        assertThat(execution.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(fixture.elapsed()).isEqualTo(Duration.ofSeconds(200));

        fixture.script(StatesFixture.LAMBDA, "[{\"result\": 2}]");
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();
        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(execution.redriveCount()).isEqualTo(2);
    }

    @Test
    void anAnswerToTheAttemptBeforeChangesNothing() {
        fixture.script(
                StatesFixture.LAMBDA, "[{\"after\": 30, \"result\": \"late\"}, {\"after\": 60, \"result\": \"new\"}]");
        Execution execution = fixture.start(TASK, "{}");
        fixture.loop.runUntil(() -> execution.events().size() == 6);
        service.stopExecution(execution.arn(), null, null);
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        assertThat(execution.output().orElseThrow().textValue()).isEqualTo("new");
        assertThat(StatesFixture.lines(execution)).contains("7 0 ExecutionAborted", "8 7 ExecutionRedriven");
    }

    @Test
    void anExecutionThatWasStoppedBetweenTwoStatesEntersTheNext() {
        Execution execution = fixture.start(TASK, "{}");
        fixture.loop.runUntil(() -> execution.events().size() == 3);
        service.stopExecution(execution.arn(), null, null);
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(StatesFixture.lines(execution))
                .contains("4 0 ExecutionAborted", "5 4 ExecutionRedriven", "6 5 TaskStateEntered Work");
    }

    @Test
    void anExecutionThatWasStoppedWhileItWaitedForARetryTriesAtOnce() {
        fixture.script(StatesFixture.LAMBDA, "[{\"error\": \"Again\"}, {\"result\": 1}]");
        Execution execution = fixture.start(TASK, "{}");
        fixture.loop.runUntil(() -> !fixture.retries.isEmpty());
        service.stopExecution(execution.arn(), null, null);
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(fixture.calledAt).containsExactly(Duration.ZERO, Duration.ZERO);
    }

    @Test
    void aFailStateIsEnteredAgainAndFailsAgain() {
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "No"}}}""", "{}");
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        assertThat(execution.error()).hasValue("No");
        assertThat(StatesFixture.lines(execution))
                .containsExactly(
                        "1 0 ExecutionStarted",
                        "2 0 FailStateEntered F",
                        "3 2 ExecutionFailed",
                        "4 3 ExecutionRedriven",
                        "5 4 FailStateEntered F",
                        "6 5 ExecutionFailed");
    }

    @Test
    void onlyBranchesThatFailedOrWereAbortedRunAgain() {
        fixture.script(StatesFixture.LAMBDA, "[{\"after\": 5, \"error\": \"Boom\"}, {\"result\": \"b\"}]");
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
                  {"StartAt": "A", "States": {"A": {"Type": "Pass", "Output": "a", "End": true}}},
                  {"StartAt": "B0", "States": {"B0": {"Type": "Pass", "Next": "B"},
                    "B": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}},
                  {"StartAt": "C", "States": {"C": {"Type": "Wait", "Seconds": 20, "Output": "c", "End": true}}}]}}}""", "{}");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        int before = execution.events().size();
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        assertThat(execution.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(execution.output().orElseThrow()).hasToString("[\"a\",\"b\",\"c\"]");
        assertThat(execution.events().subList(before, execution.events().size()))
                .extracting(event -> event.type() + " " + event.detail("name").orElse(""))
                .containsExactly(
                        "ExecutionRedriven ",
                        "TaskScheduled ",
                        "TaskStarted ",
                        "WaitStateEntered C",
                        "TaskSucceeded ",
                        "TaskStateExited B",
                        "WaitStateExited C",
                        "ParallelStateSucceeded ",
                        "ParallelStateExited P",
                        "ExecutionSucceeded ");
        assertThat(fixture.elapsed()).isEqualTo(Duration.ofSeconds(25));
    }

    @Test
    void onlyIterationsThatDidNotSucceedRunAgain() {
        fixture.script(
                StatesFixture.LAMBDA, "[{\"result\": 1}, {\"error\": \"Boom\"}, {\"result\": 2}, {\"result\": 3}]");
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 1, "End": true,
                  "ItemProcessor": {"StartAt": "T", "States": {
                    "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}}}}""", "[\"x\", \"y\", \"z\"]");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        assertThat(execution.output().orElseThrow()).hasToString("[1,2,3]");
        assertThat(fixture.arguments).extracting(Object::toString).containsExactly("\"x\"", "\"y\"", "\"y\"", "\"z\"");
    }

    @Test
    void aStateWhoseResultWasTooLargeIsDoneAgainInWhole() {
        fixture.script(
                StatesFixture.LAMBDA,
                "[{\"result\": \"" + "x".repeat(200_000) + "\"}, {\"result\": \"" + "x".repeat(200_000)
                        + "\"}, {\"result\": 1}, {\"result\": 2}]");
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 1, "End": true,
                  "ItemProcessor": {"StartAt": "T", "States": {
                    "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}}}}""", "[1, 2]");
        assertThat(execution.error()).hasValue("States.DataLimitExceeded");
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        assertThat(execution.output().orElseThrow()).hasToString("[1,2]");
        assertThat(fixture.arguments).hasSize(4);
    }

    @Test
    void branchesThatAllSucceededAreNotRunAgainWhenWhatFollowsFails() {
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true,
                  "Output": "{% $states.context.Execution.RedriveCount = 0 ? $error('no') : $states.result %}", "Branches": [
                  {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}]}}}""", "5");
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        assertThat(execution.output().orElseThrow()).hasToString("[5]");
        assertThat(fixture.arguments).hasSize(1);
    }

    @Test
    void aRedrivenMapCanFailAndBeRedrivenOnceMore() {
        fixture.script(
                StatesFixture.LAMBDA, "[{\"result\": 1}, {\"error\": \"A\"}, {\"error\": \"B\"}, {\"result\": 2}]");
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": {"Type": "Map", "MaxConcurrency": 1, "End": true,
                  "ItemProcessor": {"StartAt": "T", "States": {
                    "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}}}}""", "[1, 2]");
        for (String error : List.of("A", "B")) {
            assertThat(execution.error()).hasValue(error);
            service.redriveExecution(execution.arn(), null);
            fixture.loop.runUntilIdle();
        }
        assertThat(execution.output().orElseThrow()).hasToString("[1,2]");
        assertThat(fixture.arguments).hasSize(4);
    }

    @Test
    void whatCannotBeRedrivenIsRefusedInAwsWords() {
        Execution execution = fixture.start(TASK, "{}");
        assertRefused(
                () -> service.redriveExecution(execution.arn(), null),
                "ExecutionNotRedrivable",
                "Execution is RUNNING and cannot be redriven: '" + execution.arn() + "'");
        fixture.loop.runUntilIdle();
        assertRefused(
                () -> service.redriveExecution(execution.arn(), null),
                "ExecutionNotRedrivable",
                "Execution is SUCCEEDED and cannot be redriven: '" + execution.arn() + "'");
        assertRefused(
                () -> service.redriveExecution(execution.arn() + "2", null),
                "ExecutionDoesNotExist",
                "Execution Does Not Exist: '" + execution.arn() + "2'");
    }

    @Test
    void afterFourteenDaysItIsTooLate() {
        fixture.script(StatesFixture.LAMBDA, "[{\"error\": \"Boom\"}]");
        Execution execution = fixture.run(TASK, "{}");
        pass(Duration.ofDays(14));
        assertThat(service.redriveObstacle(execution)).isEmpty();
        service.redriveExecution(execution.arn(), null);
        fixture.loop.runUntilIdle();

        pass(Duration.ofDays(14).plusSeconds(1));
        assertThat(service.redriveObstacle(execution)).hasValue("Execution redrivable period exceeded");
        assertRefused(
                () -> service.redriveExecution(execution.arn(), null),
                "ExecutionNotRedrivable",
                "Execution redrivable period exceeded: '" + execution.arn() + "'");
    }

    @Test
    void afterAYearItIsTooLateHoweverOftenItWasRedriven() {
        fixture.script(StatesFixture.LAMBDA, "[{\"error\": \"Boom\"}]");
        Execution execution = fixture.run(TASK, "{}");
        for (int days = 0; days < 365; days += 14) {
            pass(Duration.ofDays(days + 14 > 365 ? 1 : 14));
            service.redriveExecution(execution.arn(), null);
            fixture.loop.runUntilIdle();
        }
        pass(Duration.ofSeconds(1));
        assertThat(service.redriveObstacle(execution)).hasValue("Execution has exceeded the max execution time");
    }

    @Test
    void aFullHistoryCannotBeAddedTo() {
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}""", "{}");
        assertThat(service.redriveObstacle(execution)).hasValue("Execution history event limit exceeded");
    }

    @Test
    void theSameTokenRedrivesOnce() {
        fixture.script(StatesFixture.LAMBDA, "[{\"error\": \"Boom\"}]");
        Execution execution = fixture.run(TASK, "{}");
        var first = service.redriveExecution(execution.arn(), "token");
        fixture.loop.runUntilIdle();
        pass(Duration.ofMinutes(15));

        assertThat(service.redriveExecution(execution.arn(), "token")).isEqualTo(first);
        assertThat(execution.redriveCount()).isEqualTo(1);
        service.redriveExecution(execution.arn(), "other");
        assertThat(service.redriveExecution(execution.arn(), "other")).isEqualTo(first.plusSeconds(900));
        fixture.loop.runUntilIdle();
        pass(Duration.ofSeconds(1));
        service.redriveExecution(execution.arn(), "token");
        assertThat(execution.redriveCount()).isEqualTo(3);
    }

    @Test
    void tokensThatAwsDoesNotAllowAreRefused() {
        Execution execution = fixture.run(TASK, "{}");
        assertRefused(
                () -> service.redriveExecution(execution.arn(), ""),
                "ValidationException",
                "1 validation error detected: Value '' at 'clientToken' failed to satisfy constraint: Member must have "
                        + "length greater than or equal to 1");
        assertRefused(
                () -> service.redriveExecution(execution.arn(), "a b"),
                "ValidationException",
                "1 validation error detected: Value 'a b' at 'clientToken' failed to satisfy constraint: Member must "
                        + "satisfy regular expression pattern: [!-~]+");
        assertRefused(
                () -> service.redriveExecution(execution.arn(), "t".repeat(65)),
                "ValidationException",
                "1 validation error detected: Value at 'clientToken' failed to satisfy constraint: Member must have "
                        + "length less than or equal to 64");
    }

    private void pass(Duration duration) {
        boolean[] over = {false};
        fixture.loop.schedule(duration, () -> over[0] = true);
        fixture.loop.runUntil(() -> over[0]);
    }

    private static void assertRefused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessage(message);
        });
    }
}
