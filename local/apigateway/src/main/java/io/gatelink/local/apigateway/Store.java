package io.gatelink.local.apigateway;

import io.gatelink.local.core.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Things by their identifiers, listed in the order in which they came. A listing's position stays valid whatever is
 * added or removed between two pages: nothing that was there all the time is skipped or shown twice.
 */
final class Store<T> {

    private static final int DEFAULT_LIMIT = 25;
    private static final int MAX_LIMIT = 500;

    private final String positionName;
    private final String limitName;
    private final Map<String, Long> sequences = new HashMap<>();
    private final TreeMap<Long, T> items = new TreeMap<>();
    private long next;

    Store() {
        this("position", "limit");
    }

    /** @param positionName what callers know a position as, and {@code limitName} a limit */
    Store(String positionName, String limitName) {
        this.positionName = positionName;
        this.limitName = limitName;
    }

    Optional<T> find(String id) {
        Long sequence = sequences.get(id);
        return sequence == null ? Optional.empty() : Optional.of(items.get(sequence));
    }

    /** Adds an item, or replaces the one with this identifier in its place. */
    void put(String id, T item) {
        items.put(sequences.computeIfAbsent(id, key -> next++), item);
    }

    void remove(String id) {
        Long sequence = sequences.remove(id);
        if (sequence != null) {
            items.remove(sequence);
        }
    }

    int size() {
        return items.size();
    }

    Collection<T> all() {
        return Collections.unmodifiableCollection(items.values());
    }

    /**
     * @param position of an earlier page, or {@code null} for the first
     * @param limit    1 or more, more than {@value #MAX_LIMIT} counting as that; {@code null} for
     *                 {@value #DEFAULT_LIMIT}
     */
    Page<T> page(String position, Integer limit) {
        return page(position, limit, item -> true);
    }

    /** Only of the items that {@code which} holds for. */
    Page<T> page(String position, Integer limit, Predicate<T> which) {
        return page(limit, which, items.tailMap(decode(position, -1), false));
    }

    /** The same, but what came last comes first. */
    Page<T> newestFirst(String position, Integer limit, Predicate<T> which) {
        return page(limit, which, items.headMap(decode(position, next), false).descendingMap());
    }

    private Page<T> page(Integer limit, Predicate<T> which, Map<Long, T> rest) {
        if (limit != null && limit < 1) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid " + limitName + " specified: " + limit + ". Must be between 1 and " + MAX_LIMIT);
        }
        int size = limit == null ? DEFAULT_LIMIT : Math.min(limit, MAX_LIMIT);
        var page = new ArrayList<T>();
        long last = -1;
        for (Map.Entry<Long, T> entry : rest.entrySet()) {
            if (!which.test(entry.getValue())) {
                continue;
            }
            if (page.size() == size) {
                return new Page<>(page, Optional.of(encode(last)));
            }
            page.add(entry.getValue());
            last = entry.getKey();
        }
        return new Page<>(page, Optional.empty());
    }

    private static String encode(long sequence) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("after:" + sequence).getBytes(StandardCharsets.UTF_8));
    }

    private long decode(String position, long first) {
        if (position == null || position.isEmpty()) {
            return first;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(position), StandardCharsets.UTF_8);
            if (text.startsWith("after:")) {
                return Long.parseLong(text.substring("after:".length()));
            }
        } catch (IllegalArgumentException e) {
            // Not one of ours: refused below, like any other text.
        }
        throw ApiGatewayErrors.badRequest("Invalid " + positionName + " parameter specified");
    }
}
