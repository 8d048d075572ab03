package io.gatelink.local.iam;

import io.gatelink.local.policy.PolicyEvaluator;
import io.gatelink.local.policy.PolicyEvaluator.Decision;
import io.gatelink.local.policy.PolicyEvaluator.Grant;
import io.gatelink.local.policy.PolicyStatement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which parts of which policies the calls so far could not have done without. Used exclusively (see
 * {@link io.gatelink.local.time.EventLoop}).
 */
public final class PolicyUse {

    private final Map<String, Set<Grant>> needed = new LinkedHashMap<>();

    PolicyUse() {}

    /**
     * Takes a decision down: a grant was needed if it alone made it what it was, so that without it the decision would
     * have been another one.
     *
     * @param owner whose policy it is: a principal, or the ARN of a resource
     */
    void record(String owner, Decision decision) {
        if (decision.grants().size() == 1) {
            needed.computeIfAbsent(owner, key -> new LinkedHashSet<>())
                    .add(decision.grants().get(0));
        }
    }

    /**
     * What a policy's statements grant, each action on each resource, and no call has needed so far, in their order.
     * For a statement that denies: what it did not have to deny.
     */
    public List<Grant> unneeded(String owner, List<PolicyStatement> statements) {
        Set<Grant> itsNeeded = needed.getOrDefault(owner, Set.of());
        return PolicyEvaluator.grants(statements).stream()
                .filter(grant -> !itsNeeded.contains(grant))
                .toList();
    }

    /** What was needed of a policy, in the order in which it was needed first. */
    public List<Grant> needed(String owner) {
        return List.copyOf(needed.getOrDefault(owner, Set.of()));
    }
}
