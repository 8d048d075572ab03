package io.gatelink.local.states;

import io.gatelink.local.states.model.Retrier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Counts the retries of one state since it was entered, each retrier's by itself. */
final class RetryPolicy {

    private static final double LONGEST_SECONDS = 99_999_999;

    private final List<Retrier> retriers;
    private final Random random;
    private final int[] attempts;

    RetryPolicy(List<Retrier> retriers, Random random) {
        this.retriers = retriers;
        this.random = random;
        this.attempts = new int[retriers.size()];
    }

    /**
     * How long to wait before the state is tried again; empty if it is not. Only the first retrier that fits counts.
     */
    Optional<Duration> next(Failure failure) {
        for (int i = 0; i < attempts.length; i++) {
            Retrier retrier = retriers.get(i);
            if (failure.matches(retrier.errorEquals())) {
                return attempts[i] < retrier.maxAttempts()
                        ? Optional.of(delay(retrier, attempts[i]++))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Duration delay(Retrier retrier, int before) {
        double seconds = retrier.interval().toSeconds() * Math.pow(retrier.backoffRate(), before);
        double most = retrier.maxDelay()
                .map(Duration::toSeconds)
                .map(Long::doubleValue)
                .orElse(LONGEST_SECONDS);
        seconds = Math.min(seconds, most);
        if (retrier.jitter()) {
            seconds *= random.nextDouble();
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
