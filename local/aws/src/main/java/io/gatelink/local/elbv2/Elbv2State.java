package io.gatelink.local.elbv2;

import io.gatelink.local.core.AwsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that Elastic Load Balancing knows, each by its ARN, in the order in which it was created. */
final class Elbv2State {

    private static final Pattern ARN =
            Pattern.compile("arn:[a-z-]+:elasticloadbalancing:[a-z0-9-]+:[0-9]{12}:([a-zA-Z0-9/-]+)");

    final Map<String, LoadBalancer> loadBalancers = new LinkedHashMap<>();
    final Map<String, Listener> listeners = new LinkedHashMap<>();
    final Map<String, TargetGroup> targetGroups = new LinkedHashMap<>();
    final Map<String, List<TargetGroup.Target>> targets = new LinkedHashMap<>();
    final Map<String, Map<String, String>> tags = new LinkedHashMap<>();
    private long sequence;

    long nextSequence() {
        return sequence++;
    }

    /** @throws AwsException LoadBalancerNotFound, ValidationError */
    LoadBalancer loadBalancer(String arn) {
        return find(loadBalancers, arn, "loadbalancer/", "load balancer", Elbv2Errors::loadBalancerNotFound);
    }

    /** @throws AwsException ListenerNotFound, ValidationError */
    Listener listener(String arn) {
        return find(listeners, arn, "listener/", "listener", Elbv2Errors::listenerNotFound);
    }

    /** @throws AwsException TargetGroupNotFound, ValidationError */
    TargetGroup targetGroup(String arn) {
        return find(targetGroups, arn, "targetgroup/", "target group", Elbv2Errors::targetGroupNotFound);
    }

    List<Listener> listenersOf(String loadBalancerArn) {
        return listeners.values().stream()
                .filter(listener -> listener.loadBalancerArn().equals(loadBalancerArn))
                .toList();
    }

    /** The load balancers that send traffic to a target group. */
    Set<String> loadBalancersOf(String targetGroupArn) {
        var arns = new TreeSet<String>();
        listeners.values().stream()
                .filter(listener -> listener.uses(targetGroupArn))
                .forEach(listener -> arns.add(listener.loadBalancerArn()));
        return arns;
    }

    private static <T> T find(
            Map<String, T> all, String arn, String resource, String noun, Supplier<AwsException> notFound) {
        checkArn(arn, resource, noun);
        T found = all.get(arn);
        if (found == null) {
            throw notFound.get();
        }
        return found;
    }

    /** @throws AwsException ValidationError */
    static void checkArn(String arn, String resource, String noun) {
        Matcher matcher = ARN.matcher(arn);
        if (!matcher.matches()
                || !matcher.group(1).startsWith(resource)
                || matcher.group(1).length() == resource.length()) {
            throw Elbv2Errors.notAnArn(arn, noun);
        }
    }
}
