package io.gatelink.local.states.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The events of one execution, in the order in which they happened. */
public final class History {

    /**
     * The most that an execution can have; the last of them is its end.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/bp-history-limit.html">The history quota</a>
     */
    public static final int MAX_EVENTS = 25_000;

    private final List<HistoryEvent> events = new ArrayList<>();

    /** Whether there is room for the execution's end only. */
    public boolean full() {
        return events.size() >= MAX_EVENTS - 1;
    }

    public HistoryEvent add(long previous, Instant timestamp, HistoryEventType type, ObjectNode details) {
        var event = new HistoryEvent(events.size() + 1L, previous, timestamp, type, Optional.ofNullable(details));
        events.add(event);
        return event;
    }

    public List<HistoryEvent> events() {
        return Collections.unmodifiableList(events);
    }
}
