package io.gatelink.local.logs;

import java.time.Instant;

/**
 * A line of a log.
 *
 * @param id        counts all events of the account
 * @param stream    the name of its log stream
 * @param timestamp when it happened, to milliseconds
 */
public record LogEvent(long id, String stream, Instant timestamp, String message) {

    long millis() {
        return timestamp.toEpochMilli();
    }
}
