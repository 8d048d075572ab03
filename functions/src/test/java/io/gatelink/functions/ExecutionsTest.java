package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.SfnException;

class ExecutionsTest {

    private static final String OF_STACK = "arn:aws:states:us-east-1:123456789012:execution:gatelink-";
    private static final String OWN = OF_STACK + "publish:orders-1";
    private static final Instant NOW = Steps.CLOCK.instant();

    private final FakeExecutions fake = new FakeExecutions();

    private boolean hasEnded(String arn) {
        return fake.executions().hasEnded(arn, OWN, NOW);
    }

    private boolean endedWithoutSuccess(String execution) {
        return fake.executions().endedWithoutSuccess(execution, OWN, NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "withdraw", "switch"})
    void anExecutionOfAnyWorkflowThatRunsHasNotEnded(String workflow) {
        fake.known(OF_STACK + workflow + ":a@b", ExecutionStatus.RUNNING, null);

        assertThat(hasEnded(OF_STACK + workflow + ":a@b")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, 0, true", "FAILED, 0, true", "ABORTED, 69, false", "ABORTED, 70, true",
        "TIMED_OUT, 69, false", "TIMED_OUT, 70, true", "PENDING_REDRIVE, 700, false"})
    void afterAnExecutionWasStoppedItsLastFunctionIsWaitedFor(ExecutionStatus status, int secondsAgo, boolean ended) {
        fake.known(OWN + "0", status, NOW.minusSeconds(secondsAgo));

        assertThat(hasEnded(OWN + "0")).isEqualTo(ended);
    }

    @Test
    void anExecutionThatStepFunctionsForgotHasEnded() {
        assertThat(hasEnded(OWN + "0")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "arn:aws:states:us-east-1:123456789012:execution:other-publish:a",
        "arn:aws:states:eu-west-1:123456789012:execution:gatelink-publish:a",
        "arn:aws:states:us-east-1:210987654321:execution:gatelink-publish:a",
        "arn:aws:states:us-east-1:123456789012:execution:gatelink-reconcile:a", OWN + "\n"})
    void whatIsNoExecutionOfThisStacksWorkflowsIsNotAskedFor(String arn) {
        assertThat(hasEnded(arn)).isTrue();
        verify(fake.client, never()).describeExecution(any(DescribeExecutionRequest.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "switch"})
    void whoeverMadeSomethingAndFailedEndedWithoutSuccess(String workflow) {
        fake.known(OF_STACK + workflow + ":orders-0", ExecutionStatus.FAILED, NOW);

        assertThat(endedWithoutSuccess(Steps.EARLIER_EXECUTION)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, false", "SUCCEEDED, false", "FAILED, true", "ABORTED, true", "TIMED_OUT, true"})
    void onlyWhatEndedWithoutSuccessDid(ExecutionStatus status, boolean without) {
        fake.known(OF_STACK + "publish:orders-0", status, NOW.minusSeconds(70));

        assertThat(endedWithoutSuccess(Steps.EARLIER_EXECUTION)).isEqualTo(without);
    }

    @ParameterizedTest
    @EnumSource(value = ExecutionStatus.class, names = {"ABORTED", "TIMED_OUT"})
    void whatWasStoppedJustNowMayStillHaveAFunctionAtWork(ExecutionStatus status) {
        fake.known(OF_STACK + "publish:orders-0", status, NOW.minusSeconds(69));

        assertThat(endedWithoutSuccess(Steps.EARLIER_EXECUTION)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, 0, true", "SUCCEEDED, 0, false", "FAILED, 0, false", "ABORTED, 69, true", "ABORTED, 70, false",
        "PENDING_REDRIVE, 700, true"})
    void whoeverMadeSomethingIsAtWorkUntilItHasEnded(ExecutionStatus status, int secondsAgo, boolean atWork) {
        fake.known(OF_STACK + "publish:orders-0", status, NOW.minusSeconds(secondsAgo));

        assertThat(fake.executions().isAtWork(Steps.EARLIER_EXECUTION, OWN, NOW)).isEqualTo(atWork);
        assertThat(fake.executions().isAtWork("forgotten@2026-01-01T03:04:00.000Z", OWN, NOW)).isFalse();
        assertThat(fake.executions().isAtWork(null, OWN, NOW)).isFalse();
    }

    @Test
    void anExecutionOfTheSameNameThatStartedAtAnotherTimeIsAnotherOne() {
        fake.known(OF_STACK + "publish:orders-0", ExecutionStatus.FAILED, NOW);

        assertThat(endedWithoutSuccess("orders-0@2025-01-01T03:04:00.000Z")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders-0", "orders-0@", "orders-0@yesterday", "a b/c@2026-01-01T03:04:00.000Z", "@"})
    void whatIsNoExecutionOrForgottenIsNotKnownToHaveFailed(String execution) {
        fake.known(OF_STACK + "publish:orders-0", ExecutionStatus.FAILED, NOW);

        assertThat(endedWithoutSuccess(execution)).isFalse();
        assertThat(endedWithoutSuccess(null)).isFalse();
        assertThat(endedWithoutSuccess("forgotten@2026-01-01T03:04:00.000Z")).isFalse();
    }

    @Test
    void whatStepFunctionsRefusesIsPassedOn() {
        doThrow(SfnException.builder().message("not authorized").statusCode(400).build())
                .when(fake.client).describeExecution(any(DescribeExecutionRequest.class));

        assertThatThrownBy(() -> hasEnded(OWN + "0")).isInstanceOf(SfnException.class);
    }
}
