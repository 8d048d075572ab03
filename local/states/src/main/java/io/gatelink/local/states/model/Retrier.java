package io.gatelink.local.states.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One retry policy of a Task, Parallel or Map state.
 *
 * @param interval    the wait before the first retry
 * @param maxAttempts how often it retries; 0 for never
 * @param backoffRate by how much each wait is longer than the one before; at least 1
 * @param maxDelay    no wait is longer than this
 * @param jitter      whether a wait is chosen at random between nothing and what was computed
 * @see <a href="https://states-language.net/spec.html#retrying-after-error">Amazon States Language: Retrying</a>
 */
public record Retrier(
        List<String> errorEquals,
        Duration interval,
        int maxAttempts,
        double backoffRate,
        Optional<Duration> maxDelay,
        boolean jitter) {

    public Retrier {
        errorEquals = List.copyOf(errorEquals);
        require(!errorEquals.isEmpty(), "ErrorEquals must name an error");
        require(interval.compareTo(Duration.ofSeconds(1)) >= 0, "IntervalSeconds must be 1 or more");
        require(maxAttempts >= 0, "MaxAttempts must be 0 or more");
        require(backoffRate >= 1, "BackoffRate must be 1 or more");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
