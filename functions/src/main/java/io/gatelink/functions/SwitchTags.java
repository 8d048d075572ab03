package io.gatelink.functions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What switches write down on a REST API: one tag for each load balancer that it was moved to, and one for each that it was
 * moved away from. Which of them count depends on the load balancer that the API has now, so that a switch that is undone
 * has to restore none: that an API was moved away from where it is, or to where it is not, means nothing.
 *
 * @see Tags#SWITCHED_TO
 * @see Tags#SWITCHED_FROM
 */
final class SwitchTags {

    private SwitchTags() {
    }

    /** What a switch adds. */
    static Map<String, String> of(String from, String to, String execution) {
        return Map.of(from(from), from, to(to), execution);
    }

    /** The keys that {@link #of} adds. */
    static String[] keys(String from, String to) {
        return new String[] {from(from), to(to)};
    }

    /** Whether a person moved the API with these tags to the load balancer that it publishes now. */
    static boolean isMovedTo(String loadBalancerArn, Map<String, String> tags) {
        return loadBalancerArn.equals(tags.get(Tags.LOAD_BALANCER)) && tags.containsKey(to(loadBalancerArn));
    }

    /** When the switch began that moved the API with these tags to the load balancer that it publishes now. */
    static Optional<Instant> movedAt(String loadBalancerArn, Map<String, String> tags) {
        return isMovedTo(loadBalancerArn, tags) ? Text.startOf(tags.get(to(loadBalancerArn))) : Optional.empty();
    }

    /** Whether a person moved the API with these tags away from the load balancer, and not back so far. */
    static boolean isMovedAwayFrom(String loadBalancerArn, Map<String, String> tags) {
        return !loadBalancerArn.equals(tags.get(Tags.LOAD_BALANCER)) && loadBalancerArn.equals(tags.get(from(loadBalancerArn)));
    }

    /** The load balancers that the API with these tags was moved away from, in the order of their ARNs. */
    static List<String> predecessors(Map<String, String> tags) {
        return tags.entrySet().stream().filter(tag -> tag.getKey().startsWith(Tags.SWITCHED_FROM)).map(Map.Entry::getValue)
                .filter(arn -> LoadBalancerArn.parse(arn).isPresent() && isMovedAwayFrom(arn, tags)).sorted().toList();
    }

    private static String from(String loadBalancerArn) {
        return Tags.SWITCHED_FROM + id(loadBalancerArn);
    }

    private static String to(String loadBalancerArn) {
        return Tags.SWITCHED_TO + id(loadBalancerArn);
    }

    /** A tag's key is too short for an ARN; the id tells the load balancers of an account and Region apart. */
    private static String id(String loadBalancerArn) {
        return LoadBalancerArn.parse(loadBalancerArn).map(LoadBalancerArn::id).orElse("");
    }
}
