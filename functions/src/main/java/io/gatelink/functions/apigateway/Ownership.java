package io.gatelink.functions.apigateway;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells by tags what is ours: nothing else is ever changed or deleted.
 *
 * @param owner the value of {@link #OWNER}, the stack's name
 */
public record Ownership(String owner) {

    /** The key of the tag with the stack that made a resource. */
    public static final String OWNER = "gatelink:owner";
    /** The key of the tag with the ARN of the load balancer that a resource is for. */
    public static final String LOAD_BALANCER = "gatelink:load-balancer";

    /** By the stack that a function's environment names. */
    public static Ownership of(AwsClients clients) {
        return new Ownership(clients.settings().owner());
    }

    /** The tags of what is made for a load balancer. */
    public Map<String, String> tags(LoadBalancerArn loadBalancer) {
        return new TreeMap<>(Map.of(OWNER, owner, LOAD_BALANCER, loadBalancer.text()));
    }

    /** Whether something with these tags is ours and was made for the load balancer. */
    public boolean isFor(LoadBalancerArn loadBalancer, Map<String, String> tags) {
        return isOurs(tags) && loadBalancer.text().equals(tags.get(LOAD_BALANCER));
    }

    /** Whether something with these tags is ours. */
    public boolean isOurs(Map<String, String> tags) {
        return owner.equals(tags.get(OWNER));
    }
}
