package io.gatelink.functions.registry;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Hands out times at which executions may make calls that API Gateway throttles hard, one after the other. Each is in
 * an item of the coordination table: {@code nextAt}, in milliseconds since 1970, is the next one that is free.
 *
 * <p>Others in the account use API Gateway's quotas, too: what it allows within a second is handed out in 1.25 s, and a
 * little more, since a function's start-up takes up to a second. An execution that comes a little early is refused, and
 * then disturbs those behind it.
 */
public enum Pace {
    /** What begins, faster than it can be published, so that there is always one whose link is available. */
    START(Duration.ofSeconds(6)),
    /** CreateRestApi and CreateDeployment; the latter takes one call per 5 s. */
    PUBLISH(Duration.ofMillis(7_500)),
    /** DeleteRestApi, which takes one call per 30 s. */
    DELETE(Duration.ofSeconds(39));

    private static final String NEXT_AT = "nextAt";
    private static final int ATTEMPTS = 5;

    private final Duration space;

    Pace(Duration space) {
        this.space = space;
    }

    /** Reserves the next time. It is in whole seconds, to which Wait states cut it. */
    Instant reserve(Registry registry) {
        Table table = registry.coordination();
        for (int attempt = 1; ; attempt++) {
            Instant now = registry.clock().instant();
            AttributeValue millis = AttributeValue.fromN(Long.toString(now.toEpochMilli()));
            long next = now.plus(space).toEpochMilli();
            // Mostly nothing is reserved; in a burst it takes two calls.
            if (table.isWritten(key(), new Change().set(NEXT_AT, next).ifAbsentOr(NEXT_AT, "<=", millis))) {
                return now.truncatedTo(ChronoUnit.SECONDS);
            }
            try {
                var written = table.write(
                        key(), new Change().add(NEXT_AT, space.toMillis()).onlyIf(NEXT_AT, ">", millis));
                return Instant.ofEpochMilli(Long.parseLong(written.get(NEXT_AT).n()))
                        .minus(space)
                        .truncatedTo(ChronoUnit.SECONDS);
            } catch (ConditionalCheckFailedException allWereFreed) {
                if (attempt == ATTEMPTS) {
                    throw allWereFreed;
                }
            }
        }
    }

    /** Frees all times that are reserved; for when no execution is at work. */
    public static void reset(Registry registry) {
        for (Pace pace : values()) {
            registry.coordination().isDeleted(pace.key(), new Change().ifPresent(NEXT_AT));
        }
    }

    /** What items of publications call a time that is reserved. */
    String slot() {
        return name().toLowerCase(Locale.ROOT);
    }

    private String key() {
        return "pace#" + slot();
    }
}
