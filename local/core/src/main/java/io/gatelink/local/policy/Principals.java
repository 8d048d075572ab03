package io.gatelink.local.policy;

import java.util.List;

/**
 * The principals of a statement of a resource's policy.
 *
 * @param anyone   {@code "*"}
 * @param services e.g. {@code events.amazonaws.com}
 * @param accounts account ids, and ARNs of roles, users and accounts' roots; {@code *} for anyone
 */
public record Principals(boolean anyone, List<String> services, List<String> accounts) {

    public Principals {
        services = List.copyOf(services);
        accounts = List.copyOf(accounts);
    }
}
