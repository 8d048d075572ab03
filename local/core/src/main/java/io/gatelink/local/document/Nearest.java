package io.gatelink.local.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

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

    /** Levenshtein's distance, without regard to case. */
    private static int distance(String left, String right) {
        String a = left.substring(0, Math.min(left.length(), 100)).toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
