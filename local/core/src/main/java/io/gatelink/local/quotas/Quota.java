package io.gatelink.local.quotas;

import java.time.Duration;

/**
 * How often something may be called.
 *
 * @param operation as AWS names it
 * @param requests  in each {@code period}
 * @param burst     at once, after a time of rest
 */
public record Quota(String operation, int requests, Duration period, int burst) {

    /** A quota whose burst are the requests of its period. */
    public static Quota of(String operation, int requests, Duration period) {
        return new Quota(operation, requests, period, requests);
    }

    /**
     * A bucket of the tokens of this quota, full.
     *
     * @param share of the tokens, above 0 to 1: what others in the account leave; the bucket holds at least one
     */
    public TokenBucket bucket(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is " + share + ", but must be above 0, and 1 at most");
        }
        long interval = Math.round(period.toNanos() / (requests * share));
        return new TokenBucket(Duration.ofNanos(interval), Math.max(1, (int) Math.floor(burst * share)));
    }
}
