package io.gatelink.local.core;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A part of a listing.
 *
 * @param nextToken asks for the part after this one; empty if there is none
 */
public record Page<T>(List<T> items, Optional<String> nextToken) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * The part of a list that begins at a place in it; empty if that is behind its end.
     *
     * @param most  items at most
     * @param token for the part that begins at a place
     */
    public static <T> Page<T> of(List<T> all, int from, int most, IntFunction<String> token) {
        int to = Math.min(all.size(), from + most);
        return new Page<>(
                all.subList(Math.min(from, to), to), to < all.size() ? Optional.of(token.apply(to)) : Optional.empty());
    }

    /** The same part, with other items for what is in it. */
    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), nextToken);
    }
}
