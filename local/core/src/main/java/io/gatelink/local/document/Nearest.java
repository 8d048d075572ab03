package io.gatelink.local.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Guesses which name was meant. */
public final class Nearest {

    private Nearest() {}

    /** The candidate that differs from {@code name} in the fewest letters, unless that is more than a third of it. */
    public static Optional<String> to(String name, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(2, candidate.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /** {@code Did you mean X?}, with a space before it, or nothing. */
    public static String hint(String name, Collection<String> candidates) {
        return to(name, candidates)
                .map(nearest -> " Did you mean " + nearest + "?")
                .orElse("");
    }

    /** Without regard to case. */
    private static int distance(String left, String right) {
        String start = left.substring(0, Math.min(left.length(), 100));
        return LevenshteinDistance.getDefaultInstance()
                .apply(start.toLowerCase(Locale.ROOT), right.toLowerCase(Locale.ROOT));
    }
}
