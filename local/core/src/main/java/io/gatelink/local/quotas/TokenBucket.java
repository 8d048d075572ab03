package io.gatelink.local.quotas;

import java.time.Duration;

/**
 * A bucket of tokens, full at first, to which one token comes back at a time. It keeps no count but the time at which
 * it is full again, so that it is exact and needs no timer.
 */
public final class TokenBucket {

    private final long intervalNanos;
    private final long capacityNanos;
    private long fullAt;

    /**
     * @param interval in which one token comes back
     * @param capacity how many it holds, 1 or more
     */
    TokenBucket(Duration interval, int capacity) {
        this.intervalNanos = interval.toNanos();
        this.capacityNanos = capacity * intervalNanos;
    }

    /** Whether there is a token at a time, in nanoseconds; never earlier than a time asked for before. */
    public boolean hasToken(long nanos) {
        return Math.max(fullAt, nanos) + intervalNanos <= nanos + capacityNanos;
    }

    /** Takes a token that {@link #hasToken is there}. */
    public void take(long nanos) {
        fullAt = Math.max(fullAt, nanos) + intervalNanos;
    }
}
