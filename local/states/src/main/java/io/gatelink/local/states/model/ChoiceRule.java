package io.gatelink.local.states.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One rule of a Choice state.
 *
 * @param condition gives true or false
 * @param output    what the next state gets as input; the Choice state's own input if empty
 * @param assign    variables to set
 */
public record ChoiceRule(
        PayloadTemplate condition, String next, Optional<PayloadTemplate> output, Map<String, PayloadTemplate> assign) {

    public ChoiceRule {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(output, "output");
        assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
    }
}
