package io.gatelink.local.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what happened: a run in which nothing happened proves nothing. */
final class Coverage {

    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    void count(String kind, String what) {
        counts.computeIfAbsent(kind, absent -> new TreeMap<>()).merge(what, 1L, Long::sum);
    }

    void addAll(Coverage other) {
        other.counts.forEach((kind, whats) -> whats.forEach((what, count) ->
                counts.computeIfAbsent(kind, absent -> new TreeMap<>()).merge(what, count, Long::sum)));
    }

    long of(String kind) {
        return counts.getOrDefault(kind, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    long of(String kind, String what) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(what, 0L);
    }

    /** For people, a line for each kind. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        counts.forEach((kind, whats) -> {
            var line = new StringBuilder(String.format("%,d %s", of(kind), kind));
            String separator = ": ";
            if (whats.size() > 1 || !whats.containsKey("")) {
                for (var entry : whats.entrySet()) {
                    line.append(separator).append(String.format("%,d %s", entry.getValue(), entry.getKey()));
                    separator = ", ";
                }
            }
            lines.add(line.toString());
        });
        return lines;
    }
}
