package io.gatelink.functions.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * How much a reconciliation may do.
 *
 * @param period             the time between two
 * @param maxWithdrawPercent so many in a hundred of what is published may be withdrawn at once; one always may
 */
record Limits(Duration period, int maxWithdrawPercent) {

    /** So many executions are started at most. */
    static final int STARTED = 600;

    /** So many publications are checked at most that nothing is known against. */
    private static final int CHECKED = 60;

    private static final Duration DAY = Duration.ofDays(1);

    /** How many of {@code published} may be withdrawn. */
    int withdrawn(int published) {
        return Math.max(1, published * maxWithdrawPercent / 100);
    }

    /** How many of {@code published} are to be checked, so that each is once a day. */
    int checked(int published) {
        long seconds = DAY.toSeconds();
        return (int) Math.min(CHECKED, (published * period.toSeconds() + seconds - 1) / seconds);
    }

    /** Whether a reconciliation is the first one of its day. */
    boolean isFirstOfDay(Instant startedAt) {
        return startedAt.atZone(ZoneOffset.UTC).toLocalTime().toSecondOfDay() < period.toSeconds();
    }

    /** Whether the reconciliation before this one was the first that saw something. */
    boolean isNews(Instant since, Instant startedAt) {
        return since.isAfter(startedAt.minus(period.multipliedBy(3).dividedBy(2)));
    }
}
