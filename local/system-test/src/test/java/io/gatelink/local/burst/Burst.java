package io.gatelink.local.burst;

import java.time.Duration;
import java.util.Map;

/**
 * Load balancers that come all at once.
 *
 * @param loadBalancers how many
 * @param seed          of all that is left to chance
 * @param illPercent    how many in a hundred have a backend that answers 503
 * @param othersPercent how many in a hundred of the calls that AWS allows are made by others in the account
 * @param linkVersion   {@code V1} for a VPC link of each, {@code V2} for one that all share
 * @param pending       the shortest and the longest time for which VPC links are PENDING
 */
record Burst(int loadBalancers, long seed, int illPercent, int othersPercent, String linkVersion, Range pending) {

    private static final Range PENDING = new Range(Duration.ofMinutes(2), Duration.ofMinutes(8));

    /** Durations from {@code least} to {@code most}. */
    record Range(Duration least, Duration most) {}

    Burst(int loadBalancers, long seed, int illPercent, int othersPercent, String linkVersion) {
        this(loadBalancers, seed, illPercent, othersPercent, linkVersion, PENDING);
    }

    /** The stack's parameters. */
    Map<String, String> parameters() {
        return Map.of("LinkVersion", linkVersion);
    }

    /** One load balancer alone, whose link is PENDING for this long. */
    Burst alone(boolean ill, Duration linkPending) {
        return new Burst(1, seed, ill ? 100 : 0, othersPercent, linkVersion, new Range(linkPending, linkPending));
    }

    /** Whether the backend of this one answers 503: they are spread evenly. */
    boolean isIll(int index) {
        return (index + 1) * illPercent / 100 > index * illPercent / 100;
    }

    /** How many have a backend that answers 503. */
    int ill() {
        return loadBalancers * illPercent / 100;
    }

    /** The time between two calls that AWS allows one of in each {@code interval}: others leave less. */
    Duration left(Duration interval) {
        return interval.multipliedBy(100).dividedBy(100 - othersPercent);
    }
}
