package io.gatelink.local.apigateway;

import java.util.List;

/**
 * A part of a listing.
 *
 * @param position where the next page begins; {@code null} if there is none
 */
public record Page<T>(List<T> items, String position) {

    /** Entries of a page if the caller doesn't say. */
    public static final int DEFAULT_LIMIT = 25;

    /** Entries of a page at most. */
    public static final int MAX_LIMIT = 500;

    public Page {
        items = List.copyOf(items);
    }
}
