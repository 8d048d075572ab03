package io.gatelink.local.explore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A readable record of what happens in a world. It takes time, so that it is off by default. */
final class Trace {

    /** Enough for every history worth reading. */
    private static final int MOST_LINES = 5_000;

    private final List<String> lines;

    private Trace(List<String> lines) {
        this.lines = lines;
    }

    static Trace none() {
        return new Trace(null);
    }

    static Trace kept() {
        return new Trace(new ArrayList<>());
    }

    void line(Duration at, String who, Supplier<String> what) {
        if (lines != null && lines.size() < MOST_LINES) {
            lines.add(String.format("%11s  %-10s %s", Text.of(at), who, what.get()));
        }
    }

    void headline(String text) {
        if (lines != null) {
            lines.add("-- " + text);
        }
    }

    List<String> lines() {
        return lines == null ? List.of() : List.copyOf(lines);
    }
}
