package io.gatelink.local.states;

import io.gatelink.local.states.history.HistoryEvent;
import java.time.Duration;

/** Follows executions live. Called exclusively, on the event loop; must return at once. */
public interface ExecutionListener {

    /** Follows nothing. */
    ExecutionListener NONE = new ExecutionListener() {};

    /** An event was added to an execution's history; the execution's status is up to date with it. */
    default void recorded(Execution execution, HistoryEvent event) {}

    /** A state failed and will be tried again; the history does not show that until it is. */
    default void retryScheduled(Execution execution, ScheduledRetry retry) {}

    /**
     * A retry to come.
     *
     * @param state   the state's name
     * @param attempt 1 for the first retry since the state was entered
     * @param delay   until it comes
     * @param error   the error's name; empty if the state failed without one
     * @param cause   empty if there is none
     */
    record ScheduledRetry(String state, int attempt, Duration delay, String error, String cause) {}
}
