package io.gatelink.local.states.model;

/**
 * A state's reference to another.
 *
 * @param field where it stands in the state, e.g. {@code Catch[0]/Next}
 * @param state the name it gives
 */
public record Target(String field, String state) {}
