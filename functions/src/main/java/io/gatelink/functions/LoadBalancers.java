package io.gatelink.functions;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;

/** The load balancers of the account, to read only. */
record LoadBalancers(ElasticLoadBalancingV2Client elasticLoadBalancing) {

    /** The one with this ARN, or nothing if there is none. */
    Optional<LoadBalancer> find(String arn) {
        try {
            return elasticLoadBalancing.describeLoadBalancers(request -> request.loadBalancerArns(arn)).loadBalancers()
                    .stream().findFirst();
        } catch (LoadBalancerNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The tags of the one with this ARN, or nothing if there is none. */
    Optional<Map<String, String>> tags(String arn) {
        try {
            Map<String, String> tags = new TreeMap<>();
            elasticLoadBalancing.describeTags(request -> request.resourceArns(arn)).tagDescriptions().stream()
                    .flatMap(description -> description.tags().stream())
                    .forEach(tag -> tags.put(tag.key(), Objects.requireNonNullElse(tag.value(), "")));
            return Optional.of(tags);
        } catch (LoadBalancerNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The listeners of the one with this ARN. */
    List<Listener> listeners(String arn) {
        return elasticLoadBalancing.describeListenersPaginator(request -> request.loadBalancerArn(arn)).listeners()
                .stream().toList();
    }
}
