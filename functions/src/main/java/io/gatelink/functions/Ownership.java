package io.gatelink.functions;

import java.util.Map;
import java.util.TreeMap;

/**
 * Tells by tags what is ours: nothing else is ever changed or deleted.
 *
 * @param owner the value of {@link Tags#OWNER}
 */
record Ownership(String owner) {

    /** The tags of what an execution makes for a load balancer. */
    Map<String, String> tags(String loadBalancerArn, String execution) {
        return new TreeMap<>(Map.of(
                Tags.OWNER, owner, Tags.LOAD_BALANCER, loadBalancerArn, Tags.EXECUTION, execution));
    }

    /** Whether something with these tags is ours and was made for the load balancer. */
    boolean isFor(String loadBalancerArn, Map<String, String> tags) {
        return isOurs(tags) && loadBalancerArn.equals(tags.get(Tags.LOAD_BALANCER));
    }

    /** Whether something with these tags is ours and was made by the execution. */
    boolean isBy(String execution, Map<String, String> tags) {
        return isOurs(tags) && execution.equals(tags.get(Tags.EXECUTION));
    }

    /** Whether something with these tags is ours. */
    boolean isOurs(Map<String, String> tags) {
        return owner.equals(tags.get(Tags.OWNER));
    }
}
