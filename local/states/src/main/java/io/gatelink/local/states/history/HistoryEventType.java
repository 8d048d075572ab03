package io.gatelink.local.states.history;

import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of events that a Standard execution without distributed maps, activities and callbacks records.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html">HistoryEvent</a>
 */
public enum HistoryEventType {
    EXECUTION_STARTED("ExecutionStarted"),
    EXECUTION_SUCCEEDED("ExecutionSucceeded"),
    EXECUTION_FAILED("ExecutionFailed"),
    EXECUTION_ABORTED("ExecutionAborted"),
    EXECUTION_TIMED_OUT("ExecutionTimedOut"),
    EXECUTION_REDRIVEN("ExecutionRedriven"),
    PASS_STATE_ENTERED("PassStateEntered"),
    PASS_STATE_EXITED("PassStateExited"),
    TASK_STATE_ENTERED("TaskStateEntered"),
    TASK_STATE_EXITED("TaskStateExited"),
    TASK_STATE_ABORTED("TaskStateAborted"),
    CHOICE_STATE_ENTERED("ChoiceStateEntered"),
    CHOICE_STATE_EXITED("ChoiceStateExited"),
    WAIT_STATE_ENTERED("WaitStateEntered"),
    WAIT_STATE_EXITED("WaitStateExited"),
    WAIT_STATE_ABORTED("WaitStateAborted"),
    SUCCEED_STATE_ENTERED("SucceedStateEntered"),
    SUCCEED_STATE_EXITED("SucceedStateExited"),
    FAIL_STATE_ENTERED("FailStateEntered"),
    PARALLEL_STATE_ENTERED("ParallelStateEntered"),
    PARALLEL_STATE_STARTED("ParallelStateStarted"),
    PARALLEL_STATE_SUCCEEDED("ParallelStateSucceeded"),
    PARALLEL_STATE_FAILED("ParallelStateFailed"),
    PARALLEL_STATE_EXITED("ParallelStateExited"),
    PARALLEL_STATE_ABORTED("ParallelStateAborted"),
    MAP_STATE_ENTERED("MapStateEntered"),
    MAP_STATE_STARTED("MapStateStarted"),
    MAP_STATE_SUCCEEDED("MapStateSucceeded"),
    MAP_STATE_FAILED("MapStateFailed"),
    MAP_STATE_EXITED("MapStateExited"),
    MAP_STATE_ABORTED("MapStateAborted"),
    MAP_ITERATION_STARTED("MapIterationStarted"),
    MAP_ITERATION_SUCCEEDED("MapIterationSucceeded"),
    MAP_ITERATION_FAILED("MapIterationFailed"),
    MAP_ITERATION_ABORTED("MapIterationAborted"),
    TASK_SCHEDULED("TaskScheduled"),
    TASK_STARTED("TaskStarted"),
    TASK_SUCCEEDED("TaskSucceeded"),
    TASK_FAILED("TaskFailed"),
    TASK_TIMED_OUT("TaskTimedOut"),
    LAMBDA_FUNCTION_SCHEDULED("LambdaFunctionScheduled"),
    LAMBDA_FUNCTION_STARTED("LambdaFunctionStarted"),
    LAMBDA_FUNCTION_SUCCEEDED("LambdaFunctionSucceeded"),
    LAMBDA_FUNCTION_FAILED("LambdaFunctionFailed"),
    LAMBDA_FUNCTION_TIMED_OUT("LambdaFunctionTimedOut"),
    EVALUATION_FAILED("EvaluationFailed");

    private final String wireName;

    HistoryEventType(String wireName) {
        this.wireName = wireName;
    }

    /** The event of a state of the given type, e.g. {@code Task} and {@code Entered}; empty if there is none. */
    public static Optional<HistoryEventType> ofState(String type, String what) {
        String name = type + "State" + what;
        for (HistoryEventType candidate : values()) {
            if (candidate.wireName.equals(name)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** As AWS writes it. */
    public String wireName() {
        return wireName;
    }

    /** The field that holds an event's details on the wire. */
    public String detailsField() {
        if (wireName.endsWith("StateEntered")) {
            return "stateEnteredEventDetails";
        }
        if (wireName.endsWith("StateExited")) {
            return "stateExitedEventDetails";
        }
        return wireName.substring(0, 1).toLowerCase(Locale.ROOT) + wireName.substring(1) + "EventDetails";
    }

    @Override
    public String toString() {
        return wireName;
    }
}
