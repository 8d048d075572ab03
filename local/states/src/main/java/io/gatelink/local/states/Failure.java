package io.gatelink.local.states;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.model.State;
import java.util.List;

/**
 * Why a state, a branch or an execution failed.
 *
 * @param error      the name that Retry and Catch match; {@code null} if there is none
 * @param cause      {@code null} if there is none
 * @param evaluation whether an expression is to blame and the history does not tell so yet
 * @param location   the field of that expression; {@code null} if no single field is to blame
 */
record Failure(String error, String cause, boolean evaluation, String location) {

    static final Failure NONE = of(null, null);

    private static final String ALL = "States.ALL";
    private static final String TASK_FAILED = "States.TaskFailed";
    private static final String TIMEOUT = "States.Timeout";
    private static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
    private static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
    /** No wildcard catches these. */
    private static final List<String> TERMINAL = List.of(DATA_LIMIT_EXCEEDED, "States.Runtime");
    /** As long as AWS lets a cause be. */
    private static final int MAX_CAUSE = 32_768;

    Failure {
        cause = cause == null || cause.length() <= MAX_CAUSE ? cause : cause.substring(0, MAX_CAUSE);
    }

    static Failure of(String error, String cause) {
        return new Failure(error, cause, false, null);
    }

    static Failure timeout() {
        return of(TIMEOUT, null);
    }

    static Failure heartbeatTimeout() {
        return of(HEARTBEAT_TIMEOUT, null);
    }

    /** @param what the state's name, or what it called */
    static Failure dataLimitExceeded(String what) {
        return of(
                DATA_LIMIT_EXCEEDED,
                "The state/task '" + what
                        + "' returned a result with a size exceeding the maximum number of bytes service limit.");
    }

    static Failure evaluation(String cause, String location) {
        return new Failure("States.QueryEvaluationError", cause, true, location);
    }

    /** The same failure, after the history has told of it. */
    Failure told() {
        return of(error, cause);
    }

    boolean isDataLimitExceeded() {
        return DATA_LIMIT_EXCEEDED.equals(error);
    }

    /**
     * Whether a retrier or a catcher is for this failure.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Error names</a>
     * @see <a href="https://github.com/aws/aws-cdk/issues/16084">A catcher of States.Timeout is for missing heartbeats
     *         too</a>
     */
    boolean matches(List<String> errorEquals) {
        for (String name : errorEquals) {
            boolean wildcard = name.equals(ALL) || name.equals(TASK_FAILED) && !TIMEOUT.equals(error);
            // Step Functions told the two apart only later, so what is for the one has stayed for both.
            boolean timeout = name.equals(TIMEOUT) && HEARTBEAT_TIMEOUT.equals(error);
            if (name.equals(error) || timeout || wildcard && !TERMINAL.contains(String.valueOf(error))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a catcher of {@code state} is for this failure. AWS's documentation says that no wildcard catches
     * States.DataLimitExceeded; recorded executions show that States.ALL catches a task's.
     *
     * @see <a href="https://github.com/localstack/localstack">localstack, recorded on AWS in March 2024:
     *     test_service_task_lambada_catch_state_all_data_limit_exceeded_on_large_utf8_response</a>
     */
    boolean isCaught(List<String> errorEquals, State state) {
        return matches(errorEquals)
                || isDataLimitExceeded() && state instanceof State.Task && errorEquals.contains(ALL);
    }

    /**
     * {@code $states.errorOutput}. A time-out, which has no cause in the history, has an empty one here.
     *
     * @see <a href="https://github.com/localstack/localstack">localstack, recorded on AWS in November 2024:
     *     test_invoke_timeout</a>
     */
    ObjectNode output() {
        ObjectNode output = Json.object();
        if (error != null) {
            output.put("Error", error);
        }
        if (cause != null || TIMEOUT.equals(error) || HEARTBEAT_TIMEOUT.equals(error)) {
            output.put("Cause", cause == null ? "" : cause);
        }
        return output;
    }

    /** As the details of an event. */
    ObjectNode details() {
        ObjectNode details = Json.object();
        if (error != null) {
            details.put("error", error);
        }
        if (cause != null) {
            details.put("cause", cause);
        }
        return details;
    }
}
