package io.gatelink.local.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry of PutEvents, as it was sent: nothing is checked yet, and what is absent is {@code null}.
 *
 * @param detail JSON as text
 */
public record PutEventsEntry(
        String source, String detailType, String detail, List<String> resources, Instant time, String eventBusName) {

    public PutEventsEntry {
        resources = resources == null ? List.of() : List.copyOf(resources);
    }

    /** This entry with more resources, behind its own. */
    PutEventsEntry withResources(List<String> more) {
        var all = new ArrayList<>(resources);
        all.addAll(more);
        return new PutEventsEntry(source, detailType, detail, all, time, eventBusName);
    }

    /**
     * What became of an entry.
     *
     * @param eventId      {@code null} if it was refused
     * @param errorCode    {@code null} if it was taken
     * @param errorMessage {@code null} if it was taken
     */
    public record Result(String eventId, String errorCode, String errorMessage) {

        static Result refused(String code, String message) {
            return new Result(null, code, message);
        }

        public Optional<String> error() {
            return Optional.ofNullable(errorCode);
        }
    }
}
