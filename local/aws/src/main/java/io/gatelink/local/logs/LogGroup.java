package io.gatelink.local.logs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A log group, its streams, and the latest of its events. */
public final class LogGroup {

    /** What is kept of a group: the oldest events go first. */
    static final int MOST_EVENTS = 20_000;

    private static final long MOST_CHARACTERS = 16L << 20;

    private final String name;
    private final String arn;
    private final Instant created;
    private Optional<String> key;
    private Optional<Integer> retentionDays;
    private final Deque<LogEvent> events = new ArrayDeque<>();
    private final Map<String, LogStream> streams = new TreeMap<>();
    private long characters;

    LogGroup(String name, String arn, Instant created, Optional<String> key, Optional<Integer> retentionDays) {
        this.name = name;
        this.arn = arn;
        this.created = created;
        this.key = key;
        this.retentionDays = retentionDays;
    }

    /**
     * A stream that was written to.
     *
     * @param firstEvent the time of its first event
     * @param lastId     of its latest event
     */
    record LogStream(String name, Instant firstEvent, Instant lastEvent, long lastId) {}

    void configure(Optional<String> newKey, Optional<Integer> newRetentionDays) {
        key = newKey;
        retentionDays = newRetentionDays;
    }

    void add(LogEvent event) {
        events.addLast(event);
        characters += event.message().length();
        streams.merge(
                event.stream(),
                new LogStream(event.stream(), event.timestamp(), event.timestamp(), event.id()),
                (before, now) -> new LogStream(before.name, before.firstEvent, now.lastEvent, now.lastId));
        while (events.size() > MOST_EVENTS || characters > MOST_CHARACTERS && events.size() > 1) {
            dropOldest();
        }
    }

    /** The events that are kept and not older than the group's retention. */
    List<LogEvent> events(Instant now) {
        retentionDays.ifPresent(days -> {
            Instant oldest = now.minus(Duration.ofDays(days));
            while (!events.isEmpty() && events.peekFirst().timestamp().isBefore(oldest)) {
                dropOldest();
            }
        });
        return List.copyOf(events);
    }

    private void dropOldest() {
        characters -= events.removeFirst().message().length();
    }

    List<LogStream> streams() {
        return List.copyOf(streams.values());
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Without {@code :*} behind it. */
    public String arn() {
        return arn;
    }

    Instant created() {
        return created;
    }

    Optional<String> key() {
        return key;
    }

    Optional<Integer> retentionDays() {
        return retentionDays;
    }
}
