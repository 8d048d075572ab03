package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Failure;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/** The failures in an execution's history. */
final class Failures {

    private Failures() {}

    /** What a task's failure says; nothing for any other event. */
    static Optional<Failure> of(HistoryEvent event) {
        return switch (event.type()) {
            case TASK_FAILED ->
                failure(
                        event.taskFailedEventDetails().error(),
                        event.taskFailedEventDetails().cause());
            case TASK_TIMED_OUT ->
                failure(
                        event.taskTimedOutEventDetails().error(),
                        event.taskTimedOutEventDetails().cause());
            case TASK_SUBMIT_FAILED ->
                failure(
                        event.taskSubmitFailedEventDetails().error(),
                        event.taskSubmitFailedEventDetails().cause());
            case TASK_START_FAILED ->
                failure(
                        event.taskStartFailedEventDetails().error(),
                        event.taskStartFailedEventDetails().cause());
            case LAMBDA_FUNCTION_FAILED ->
                failure(
                        event.lambdaFunctionFailedEventDetails().error(),
                        event.lambdaFunctionFailedEventDetails().cause());
            case LAMBDA_FUNCTION_TIMED_OUT ->
                failure(
                        event.lambdaFunctionTimedOutEventDetails().error(),
                        event.lambdaFunctionTimedOutEventDetails().cause());
            case LAMBDA_FUNCTION_SCHEDULE_FAILED ->
                failure(
                        event.lambdaFunctionScheduleFailedEventDetails().error(),
                        event.lambdaFunctionScheduleFailedEventDetails().cause());
            case LAMBDA_FUNCTION_START_FAILED ->
                failure(
                        event.lambdaFunctionStartFailedEventDetails().error(),
                        event.lambdaFunctionStartFailedEventDetails().cause());
            default -> Optional.empty();
        };
    }

    private static Optional<Failure> failure(String error, String cause) {
        return Optional.of(new Failure(error == null ? "" : error, cause == null ? "" : cause));
    }
}
