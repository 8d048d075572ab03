package io.gatelink.local.states.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a Task, Parallel or Map state leads when it fails with certain errors.
 *
 * @param output what the next state gets as input; the error itself if empty
 * @param assign variables to set
 */
public record Catcher(
        List<String> errorEquals, String next, Optional<PayloadTemplate> output, Map<String, PayloadTemplate> assign) {

    public Catcher {
        errorEquals = List.copyOf(errorEquals);
        if (errorEquals.isEmpty()) {
            throw new IllegalArgumentException("ErrorEquals must name an error");
        }
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(output, "output");
        assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
    }
}
