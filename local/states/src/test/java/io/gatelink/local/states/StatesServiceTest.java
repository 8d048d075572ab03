package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.history.HistoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class StatesServiceTest {

    private static final String PASS = """
            {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}}}""";
    private static final String WAIT = """
            {"QueryLanguage": "JSONata", "StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": true}}}""";
    private static final String FOREVER = """
            {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}""";
    private static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:machine:run";

    private final StatesFixture fixture = new StatesFixture();
    private final StatesService service = fixture.service;

    @Test
    void startingTwiceUnderOneNameWhileItRunsIsTheSameExecution() {
        Execution first = fixture.start(WAIT, "{\"n\":1}");
        Execution second = service.startExecution(first.stateMachine().arn(), "run", "{\"n\":1}");
        assertThat(second).isSameAs(first);
        assertThat(first.arn()).isEqualTo(EXECUTION);
    }

    @Test
    void startingTwiceUnderOneNameWithAnotherInputIsRefused() {
        Execution first = fixture.start(WAIT, "{\"n\":1}");
        assertRefused(
                () -> service.startExecution(first.stateMachine().arn(), "run", "{\"n\":2}"),
                "ExecutionAlreadyExists",
                "Execution Already Exists: '" + EXECUTION + "'");
    }

    @Test
    void startingUnderTheNameOfAnExecutionThatIsOverIsRefused() {
        Execution first = fixture.run(PASS, "{}");
        assertRefused(
                () -> service.startExecution(first.stateMachine().arn(), "run", "{}"),
                "ExecutionAlreadyExists",
                "Execution Already Exists: '" + EXECUTION + "'");
    }

    @Test
    void anExecutionWithoutANameGetsOneThatTheSeedDecides() {
        String name =
                service.startExecution(fixture.create(PASS).arn(), null, null).name();
        assertThat(name).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        var again = new StatesFixture();
        assertThat(again.service
                        .startExecution(again.create(PASS).arn(), null, null)
                        .name())
                .isEqualTo(name);
    }

    @Test
    void namesThatStepFunctionsDoesNotAllowAreRefused() {
        String arn = fixture.create(PASS).arn();
        for (String name : new String[] {"a b", "a/b", "a:b", "a*", "a\"b", "a\nb", "a{b}", "a\u0000"}) {
            assertRefused(() -> service.startExecution(arn, name, "{}"), "InvalidName", "Invalid Name: '" + name + "'");
        }
        assertRefused(
                () -> service.startExecution(arn, "", "{}"),
                "ValidationException",
                "1 validation error "
                        + "detected: Value '' at 'name' failed to satisfy constraint: Member must have length "
                        + "greater than or "
                        + "equal to 1");
        String tooLong = "n".repeat(81);
        assertRefused(
                () -> service.startExecution(arn, tooLong, "{}"),
                "ValidationException",
                "1 validation error detected: Value '" + tooLong
                        + "' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80");
        assertThat(service.startExecution(arn, "n".repeat(80), "{}").status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(service.startExecution(arn, "gatelink-web_1.2=!@()+é", "{}").closed())
                .isFalse();
    }

    @Test
    void anInputThatIsNoJsonIsRefused() {
        String arn = fixture.create(PASS).arn();
        assertRefused(
                () -> service.startExecution(arn, null, "not json"),
                "InvalidExecutionInput",
                "Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number, "
                        + "Array, Object or token 'null', 'true' or 'false') (line 1, column 1)'");
        assertRefused(
                () -> service.startExecution(arn, null, ""),
                "InvalidExecutionInput",
                "Invalid State Machine Execution Input: 'Invalid execution input.'");
        assertRefused(
                () -> service.startExecution(arn, null, '"' + "x".repeat(262_143) + '"'),
                "ValidationException",
                "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length "
                        + "less than or equal to 262144");
    }

    @Test
    void aRefusedStartLeavesNothingBehind() {
        String arn = fixture.create(PASS).arn();
        assertThatThrownBy(() -> service.startExecution(arn, "run", "{")).isInstanceOf(AwsException.class);
        assertThat(service.listExecutions(arn, null, 0, null).items()).isEmpty();
        assertThat(service.startExecution(arn, "run", "{}").status()).isEqualTo(ExecutionStatus.RUNNING);
    }

    @Test
    void whatDoesNotExistIsSaidNotToExist() {
        String stateMachine = fixture.account.arn("states", "stateMachine:other");
        assertRefused(
                () -> service.startExecution(stateMachine, null, "{}"),
                "StateMachineDoesNotExist",
                "State Machine Does Not Exist: '" + stateMachine + "'");
        assertRefused(
                () -> service.describeExecution(EXECUTION),
                "ExecutionDoesNotExist",
                "Execution Does Not Exist: '" + EXECUTION + "'");
        assertRefused(
                () -> service.describeStateMachine("nonsense"),
                "InvalidArn",
                "Invalid Arn: 'Invalid ARN prefix: nonsense'");
        assertRefused(
                () -> service.describeExecution(stateMachine),
                "InvalidArn",
                "Invalid Arn: 'Resource type not valid in this context: stateMachine'");
    }

    @Test
    void anInvalidDefinitionIsRefusedWithEverythingThatIsWrong() {
        assertRefused(
                () -> fixture.create("""
                {"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B", "Nxt": 1}}}"""),
                "InvalidDefinition",
                "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: State 'A': unknown "
                        + "field 'Nxt'; did you mean 'Next'? at /States/A/Nxt, MISSING_TRANSITION_TARGET: State 'A': "
                        + "Next names 'B', but there is no such state here; the states are 'A'. at /States/A/Next'");
        assertThat(service.listStateMachines(0, null).items()).isEmpty();
    }

    @Test
    void creatingAStateMachineAgainIsFineUnlessItIsAnother() {
        assertThat(fixture.create(PASS)).isSameAs(fixture.create(PASS));
        assertRefused(
                () -> fixture.create(WAIT),
                "StateMachineAlreadyExists",
                "State Machine Already Exists: 'arn:aws:states:us-east-1:123456789012:stateMachine:machine'");
        assertRefused(
                () -> service.createStateMachine("arn", "express", PASS, "EXPRESS"),
                "StateMachineTypeNotSupported",
                "The local AWS runs state machines of type STANDARD only, not EXPRESS");
    }

    @Test
    void aStoppedExecutionIsAbortedAtOnceAndStaysSo() {
        Execution execution = fixture.start(WAIT, "{}");
        fixture.loop.runUntil(() -> execution.events().size() == 2);
        service.stopExecution(execution.arn(), "Mine", "enough");
        fixture.loop.runUntilIdle();
        assertThat(execution.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(execution.error()).hasValue("Mine");
        assertThat(execution.cause()).hasValue("enough");
        assertThat(execution.stopDate()).hasValue(StatesFixture.START);
        assertThat(StatesFixture.lines(execution))
                .containsExactly("1 0 ExecutionStarted", "2 0 WaitStateEntered W", "3 0 ExecutionAborted");
        service.stopExecution(execution.arn(), null, null);
        assertThat(execution.error()).hasValue("Mine");
        assertThat(fixture.elapsed()).isEqualTo(Duration.ZERO);
    }

    @Test
    void anAnswerAfterTheExecutionWasStoppedChangesNothing() {
        fixture.script(StatesFixture.LAMBDA, "[{\"after\": 10, \"result\": 1}]");
        Execution execution = fixture.start("""
                {"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
                  {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                    "TimeoutSeconds": 60}}}]}}}""", "{}");
        fixture.loop.runUntil(() -> execution.events().size() == 6);
        service.stopExecution(execution.arn(), null, null);
        fixture.loop.runUntilIdle();
        assertThat(execution.events()).hasSize(7);
        assertThat(execution.status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    @Test
    void historiesArePagedInBothDirections() {
        Execution execution = fixture.run(PASS, "{}");
        for (boolean reverse : new boolean[] {false, true}) {
            var ids = new ArrayList<Long>();
            String token = null;
            int pages = 0;
            do {
                var page = service.getExecutionHistory(execution.arn(), 3, token, reverse);
                page.items().stream().map(HistoryEvent::id).forEach(ids::add);
                token = page.nextToken().orElse(null);
                pages++;
            } while (token != null);
            assertThat(pages).isEqualTo(2);
            assertThat(ids).containsExactly(reverse ? new Long[] {4L, 3L, 2L, 1L} : new Long[] {1L, 2L, 3L, 4L});
        }
    }

    @Test
    void aTokenFitsOnlyTheQuestionItWasGivenFor() {
        Execution execution = fixture.run(PASS, "{}");
        String token = service.getExecutionHistory(execution.arn(), 1, null, false)
                .nextToken()
                .orElseThrow();
        for (String wrong : new String[] {"x", "", "AAAA", token + "x"}) {
            assertRefused(
                    () -> service.getExecutionHistory(execution.arn(), 1, wrong, false),
                    "InvalidToken",
                    "Invalid Token: 'Invalid token'");
        }
        assertRefused(
                () -> service.getExecutionHistory(execution.arn(), 1, token, true),
                "InvalidToken",
                "Invalid Token: 'Invalid token'");
    }

    @Test
    void executionsAreListedNewestFirstAndByStatus() {
        String arn = fixture.create(WAIT).arn();
        IntStream.rangeClosed(1, 5).forEach(i -> service.startExecution(arn, "e" + i, "{}"));
        service.stopExecution(arn.replace("stateMachine", "execution") + ":e2", null, null);
        service.stopExecution(arn.replace("stateMachine", "execution") + ":e4", null, null);
        assertThat(service.listExecutions(arn, null, 0, null).items())
                .extracting(Execution::name)
                .containsExactly("e5", "e4", "e3", "e2", "e1");
        var page = service.listExecutions(arn, "ABORTED", 1, null);
        assertThat(page.items()).extracting(Execution::name).containsExactly("e4");
        page = service.listExecutions(arn, "ABORTED", 1, page.nextToken().orElseThrow());
        assertThat(page.items()).extracting(Execution::name).containsExactly("e2");
        assertThat(page.nextToken()).isEmpty();
        assertThat(service.listExecutions(arn, "PENDING_REDRIVE", 1, null).items())
                .isEmpty();
        assertRefused(
                () -> service.listExecutions(arn, "aborted", 1, null),
                "ValidationException",
                "1 validation error detected: Value 'aborted' at 'statusFilter' failed to satisfy constraint: Member "
                        + "must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, "
                        + "RUNNING]");
        assertRefused(
                () -> service.listExecutions(arn, null, 1001, null),
                "ValidationException",
                "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must "
                        + "have value less than or equal to 1000");
    }

    @Test
    void anExecutionWithTooLongAHistoryFailsWithItsLastEvent() {
        Execution execution = fixture.run(FOREVER, "{}");
        assertThat(execution.events()).hasSize(25_000);
        assertThat(execution.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(execution.error()).hasValue("States.Runtime");
        assertThat(execution.cause()).hasValue("The execution reached the maximum number of history events (25000).");
        assertThat(execution.events().get(24_999).type().wireName()).isEqualTo("ExecutionFailed");
    }

    @Test
    void aStateThatPutsOutTooMuchFails() {
        Execution execution = fixture.run("""
                {"QueryLanguage": "JSONata", "StartAt": "A", "States": {
                  "A": {"Type": "Pass", "Output": "{% $pad('', 262143, 'x') %}", "End": true}}}""", "{}");
        assertThat(execution.error()).hasValue("States.DataLimitExceeded");
        assertThat(execution.cause())
                .hasValue("The state/task 'A' returned a result with a size exceeding the maximum "
                        + "number of bytes service limit.");
        assertThat(StatesFixture.lines(execution))
                .containsExactly("1 0 ExecutionStarted", "2 0 PassStateEntered A", "3 2 ExecutionFailed");
    }

    @Test
    void aTasksDataLimitExceededIsCaughtByStatesAllButNotRetried() {
        String definition = """
                {"QueryLanguage": "JSONata", "StartAt": "T", "States": {
                  "T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
                    "Retry": [{"ErrorEquals": ["States.ALL"]}], "Catch": [{"ErrorEquals": ["%s"], "Next": "C"}]},
                  "C": {"Type": "Succeed"}}}""";
        String tooMuch = "[{\"result\": \"" + "x".repeat(262_143) + "\"}]";
        fixture.script(StatesFixture.LAMBDA, tooMuch);
        // Caught: recorded on AWS in March 2024 by localstack (test_states_errors), against the documentation.
        Execution wildcard = fixture.run(definition.formatted("States.ALL"), "{}");
        assertThat(wildcard.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(wildcard.output().orElseThrow().path("Cause").asText())
                .isEqualTo("The state/task 'lambda' returned a result with a size exceeding the "
                        + "maximum number of bytes service limit.");
        assertThat(fixture.retries).isEmpty();

        var other = new StatesFixture();
        other.script(StatesFixture.LAMBDA, tooMuch);
        Execution caught = other.run(definition.formatted("States.DataLimitExceeded"), "{}");
        assertThat(caught.status()).isEqualTo(ExecutionStatus.SUCCEEDED);

        var third = new StatesFixture();
        third.script(StatesFixture.LAMBDA, tooMuch);
        Execution uncaught = third.run(definition.formatted("States.TaskFailed"), "{}");
        assertThat(uncaught.error()).hasValue("States.DataLimitExceeded");
    }

    @Test
    void executionsInterleaveStateByState() {
        String arn = fixture.create(PASS).arn();
        Execution first = service.startExecution(arn, "first", "{}");
        Execution second = service.startExecution(arn, "second", "{}");
        fixture.loop.runUntil(first::closed);
        assertThat(second.closed()).isFalse();
        fixture.loop.runUntil(second::closed);
        assertThat(second.output()).hasValue(Json.object());
    }

    private static void assertRefused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).isEqualTo(message);
            assertThat(e.status()).isEqualTo(400);
        });
    }
}
