package io.gatelink.local.states.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Collects what is wrong, so that all of it can be told at once. */
final class ValidationProblems {

    static final String SCHEMA = "SCHEMA_VALIDATION_FAILED";
    static final String TRANSITION = "MISSING_TRANSITION_TARGET";
    static final String DUPLICATE = "DUPLICATE_STATE_NAME";
    static final String JSON = "INVALID_JSON_DESCRIPTION";

    private static final int SHOWN = 60;

    private final List<Problem> found = new ArrayList<>();

    void schema(String location, String message) {
        found.add(new Problem(SCHEMA, location, message));
    }

    void add(String code, String location, String message) {
        found.add(new Problem(code, location, message));
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    /** A value as it may stand in a message: one line, not too long. */
    static String show(JsonNode value) {
        return show(Json.write(value));
    }

    static String show(String text) {
        String line = text.codePoints()
                .mapToObj(c -> Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c))
                .collect(Collectors.joining());
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }

    static String list(Collection<String> names) {
        return names.stream().map(name -> "'" + show(name) + "'").collect(Collectors.joining(", "));
    }

    /** The candidate that {@code name} was probably meant to be. */
    static Optional<String> nearest(String name, Collection<String> candidates) {
        String best = null;
        int least = (name.length() < 3 ? 0 : Math.max(2, Math.min(name.length(), 30) / 3)) + 1;
        for (String candidate : candidates) {
            int distance = name.equalsIgnoreCase(candidate) ? 0 : distance(name, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > 10) {
            return Integer.MAX_VALUE;
        }
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
