package io.gatelink.local.states.model;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A state machine in the Amazon States Language, JSONata dialect, checked.
 *
 * @param timeout after which an execution as a whole ends TIMED_OUT
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
public record StateMachineDefinition(StateGraph graph, Optional<Duration> timeout) {

    public StateMachineDefinition {
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(timeout, "timeout");
    }
}
