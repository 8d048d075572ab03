package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionListener.ScheduledRetry;
import io.gatelink.local.states.history.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An execution as it is followed: where it is, and what it waits for. Used exclusively. */
final class TrackedExecution {

    private final long number;
    private final Execution execution;

    /** The state that each event of the history belongs to, by the event's id; {@code null} for none. */
    private final List<String> stateOf = new ArrayList<>(List.of(""));

    private final Map<String, PendingRetry> waits = new HashMap<>();
    private String state = "";
    private int retries;

    TrackedExecution(long number, Execution execution) {
        this.number = number;
        this.execution = execution;
    }

    void recorded(HistoryEvent event) {
        String type = event.type().wireName();
        boolean entered = type.endsWith("StateEntered");
        String its = entered
                ? event.detail("name").orElse("")
                : event.previousEventId() < stateOf.size() ? stateOf.get((int) event.previousEventId()) : "";
        stateOf.add(its);
        waits.remove(its);
        if (entered) {
            state = its;
        }
    }

    void retryScheduled(ScheduledRetry retry) {
        List<HistoryEvent> events = execution.events();
        Instant now = events.get(events.size() - 1).timestamp();
        retries++;
        waits.put(
                retry.state(),
                new PendingRetry(
                        retry.attempt(), now.plus(retry.delay()), Failure.reason(retry.error(), retry.cause())));
    }

    long number() {
        return number;
    }

    Execution execution() {
        return execution;
    }

    /** What the latest visit of a state waits for. */
    Optional<PendingRetry> wait(String name) {
        return Optional.ofNullable(waits.get(name));
    }

    /** The state entered last; empty before the first. */
    String state() {
        return state;
    }

    /** As the list shows it. */
    ObjectNode row() {
        return ExecutionFacts.of(execution).row(number, state, retries, wait(state));
    }
}
