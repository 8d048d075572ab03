package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import java.time.Instant;
import java.util.Optional;

/**
 * Which load balancer replaces the one of a name, in items of the coordination table. They are by name, not by ARN: a
 * new load balancer with an old name is replaced, too. What they say is only a hint, and checked against the tags of
 * the one that they name.
 */
public record Replacements(Table table) {

    private static final String REPLACER = "replacer";
    private static final String CREATED_AT = "createdAt";

    /**
     * A load balancer that says that it replaces another.
     *
     * @param createdAt when the load balancer was created: of several that replace one, the earliest does
     */
    public record Claim(LoadBalancerArn replacer, Instant createdAt) {

        /** Whether this one comes before another. */
        public boolean precedes(Claim other) {
            int order = createdAt.compareTo(other.createdAt);
            return order < 0 || order == 0 && replacer.text().compareTo(other.replacer.text()) < 0;
        }
    }

    /** The claim to replace the load balancer of this name, if there is one. */
    public Optional<Claim> of(String name) {
        return table.find(key(name))
                .map(item -> new Claim(
                        LoadBalancerArn.of(item.get(REPLACER).s()),
                        Instant.parse(item.get(CREATED_AT).s())));
    }

    /**
     * Writes a claim in the place of another.
     *
     * @param before the claim that was there, if there was one
     * @return whether it was still there
     */
    public boolean put(String name, Claim claim, Optional<Claim> before) {
        Change change = new Change()
                .set(REPLACER, claim.replacer().text())
                .set(CREATED_AT, claim.createdAt().toString());
        return table.isWritten(
                key(name),
                before.isPresent()
                        ? change.ifIs(REPLACER, before.get().replacer().text())
                        : change.ifAbsent(REPLACER));
    }

    /** Removes the claim of a load balancer; one of another load balancer stays. */
    public void remove(String name, LoadBalancerArn replacer) {
        table.isDeleted(key(name), new Change().ifIs(REPLACER, replacer.text()));
    }

    private static String key(String name) {
        return "replaces#" + name;
    }
}
