package io.gatelink.functions.apigateway;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.wanted.Tags;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells by tags what is ours: nothing else is ever changed or deleted.
 *
 * @param owner the value of {@link Tags#OWNER}, the stack's name
 */
public record Ownership(String owner) {

    /** By the stack that a function's environment names. */
    public static Ownership of(AwsClients clients) {
        return new Ownership(clients.settings().owner());
    }

    /** The tags of what is made for a load balancer. */
    public Map<String, String> tags(LoadBalancerArn loadBalancer) {
        return new TreeMap<>(Map.of(Tags.OWNER, owner, Tags.LOAD_BALANCER, loadBalancer.text()));
    }

    /** Whether something with these tags is ours and was made for the load balancer. */
    public boolean isFor(LoadBalancerArn loadBalancer, Map<String, String> tags) {
        return isOurs(tags) && loadBalancer.text().equals(tags.get(Tags.LOAD_BALANCER));
    }

    /** Whether something with these tags is ours. */
    public boolean isOurs(Map<String, String> tags) {
        return owner.equals(tags.get(Tags.OWNER));
    }
}
