package io.gatelink.local.cli.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** Times as people read them. */
final class Age {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Age() {}

    /** {@code 12 s}, {@code 3 min}, {@code 5 h} or {@code 2 d}. */
    static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** The time of day here, and how long ago that is. */
    static String since(Instant time, Instant now) {
        return at(time) + " (" + of(Duration.between(time, now)) + " ago)";
    }

    /** The time of day here, and how far ahead that is. */
    static String until(Instant time, Instant now) {
        return at(time) + (time.isAfter(now) ? " (in " + of(Duration.between(now, time)) + ")" : " (due)");
    }

    private static String at(Instant time) {
        return MINUTE.withZone(ZoneId.systemDefault()).format(time.truncatedTo(ChronoUnit.SECONDS));
    }
}
