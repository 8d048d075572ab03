package io.gatelink.local.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An entry of PutEvents, as it was sent: nothing is checked yet, and what is absent is {@code null}.
 *
 * @param detail JSON as text
 */
public record PutEventsEntry(
        String source,
        String detailType,
        String detail,
        List<String> resources,
        Instant time,
        String eventBusName) {

    public PutEventsEntry {
        resources = resources == null ? List.of() : List.copyOf(resources);
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
