package io.gatelink.local.states;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param nextToken asks for the part after this one; empty if there is none
 */
public record Page<T>(List<T> items, Optional<String> nextToken) {

    public Page {
        items = List.copyOf(items);
    }
}
