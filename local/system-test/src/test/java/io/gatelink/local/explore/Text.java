package io.gatelink.local.explore;

import java.time.Duration;

/** How things are shown. */
final class Text {

    private Text() {}

    /** Such as {@code 1h02m03.5s}. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        long hours = millis / 3_600_000;
        long minutes = millis / 60_000 % 60;
        String seconds = millis % 1000 == 0
                ? Long.toString(millis / 1000 % 60)
                : millis / 1000 % 60 + "."
                        + String.format("%03d", millis % 1000).replaceAll("0+$", "");
        return (hours > 0 ? hours + "h" : "") + (hours > 0 || minutes > 0 ? minutes + "m" : "") + seconds + "s";
    }
}
