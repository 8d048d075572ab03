package io.gatelink.local.policy;

/**
 * One statement of a resource's own policy.
 *
 * @param principals that it is about
 */
public record ResourceStatement(Principals principals, PolicyStatement statement) {}
