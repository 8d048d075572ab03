package io.gatelink.local.states.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * States that lead to each other, and the one to start at: a state machine's own, a Parallel state's branch, or a Map
 * state's item processor. States lead to states of the same graph only.
 */
public record StateGraph(String startAt, Map<String, State> states) {

    public StateGraph {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /** The state of that name, which a checked definition has. */
    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalArgumentException("There is no state '" + name + "'");
        }
        return state;
    }
}
