package io.gatelink.local.states.model;

import java.util.Objects;

/** Where a state leads: to another state of the same scope, or to the scope's end. */
public sealed interface Transition {

    /** {@code "Next": "<state>"}. */
    record Next(String state) implements Transition {

        public Next {
            Objects.requireNonNull(state, "state");
        }
    }

    /** {@code "End": true}. */
    record End() implements Transition {}
}
