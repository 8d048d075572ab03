package io.gatelink.local.apigateway;

import java.time.Duration;

/**
 * A bucket of tokens, full at first, to which one token comes back at a time. It keeps no count but the time at which it
 * is full again, so that it is exact and needs no timer.
 */
final class TokenBucket {

    private final long intervalNanos;
    private final long capacityNanos;
    private long fullAt;

    /**
     * @param tokens   that come back in each {@code period}, evenly spread
     * @param capacity how many it holds, 1 or more
     */
    TokenBucket(int tokens, Duration period, int capacity) {
        this.intervalNanos = period.dividedBy(tokens).toNanos();
        this.capacityNanos = capacity * intervalNanos;
    }

    /** Whether there is a token at a time, in nanoseconds; never earlier than a time asked for before. */
    boolean hasToken(long nanos) {
        return Math.max(fullAt, nanos) + intervalNanos <= nanos + capacityNanos;
    }

    /** Takes a token that {@link #hasToken is there}. */
    void take(long nanos) {
        fullAt = Math.max(fullAt, nanos) + intervalNanos;
    }
}
