package io.gatelink.local.time;

import java.time.Duration;
import java.time.Instant;

/**
 * Where an {@link EventLoop} has its time from: a clock that flows or one that is frozen, plus what was skipped.
 * The only class that reads the machine's clock.
 */
final class TimeSource {

    private final Instant start;
    private final long startNanos;
    private final boolean flowing;
    private Duration skipped = Duration.ZERO;

    private TimeSource(Instant start, boolean flowing) {
        this.start = start;
        this.flowing = flowing;
        this.startNanos = System.nanoTime();
    }

    /** Starts at the machine's present time and flows with it. */
    static TimeSource flowing() {
        return new TimeSource(Instant.now(), true);
    }

    /** Stands still at {@code start} until it is told to skip. */
    static TimeSource frozen(Instant start) {
        return new TimeSource(start, false);
    }

    synchronized Duration elapsed() {
        return flowing ? skipped.plusNanos(System.nanoTime() - startNanos) : skipped;
    }

    Instant instant() {
        return start.plus(elapsed());
    }

    synchronized Duration aheadOfMachine() {
        return flowing ? skipped : Duration.ZERO;
    }

    synchronized void skip(Duration duration) {
        skipped = skipped.plus(duration);
    }
}
