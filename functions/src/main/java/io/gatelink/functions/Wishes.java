package io.gatelink.functions;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/**
 * Which load balancers are to be published, as their tags, the stack's parameters and switches say.
 *
 * @param policy       what tags ask for
 * @param mode         which load balancers are published
 * @param defaultStage the stage under which APIs are published
 * @param defaultAuthorization what an API asks for whose load balancer says nothing about it
 * @param switchedFrom the load balancers whose API a person moved to another one
 */
record Wishes(PublicationPolicy policy, PublishMode mode, String defaultStage, String defaultAuthorization,
        Set<String> switchedFrom) {

    Wishes {
        switchedFrom = Set.copyOf(switchedFrom);
    }

    static Wishes of(PublicationPolicy policy, PublishMode mode, String defaultStage, String defaultAuthorization,
            List<RestApi> ours) {
        return new Wishes(policy, mode, defaultStage, defaultAuthorization, ours.stream()
                .filter(api -> api.tags().containsKey(Tags.SWITCHED_FROM))
                .map(api -> api.tags().get(Tags.SWITCHED_FROM)).collect(Collectors.toSet()));
    }

    /**
     * Why the load balancer is not to be published, or nothing if it is.
     *
     * @param tags its tags
     * @param apis what publishes it now
     */
    Optional<String> refusal(String loadBalancerArn, Map<String, String> tags, List<RestApi> apis) {
        if (mode == PublishMode.NONE) {
            return Optional.of("the stack was deployed with PublishMode=NONE");
        }
        String publish = tags.get(Tags.PUBLISH);
        if (publish == null && apis.stream().anyMatch(api -> api.tags().containsKey(Tags.SWITCHED_BY))) {
            return Optional.empty();
        }
        if (policy.refusal(loadBalancerArn, tags).isPresent()) {
            return Optional.of(publish == null ? "it has no tag " + Tags.PUBLISH + " = true"
                    : "its tag " + Tags.PUBLISH + " is " + Text.shown(publish));
        }
        return switchedFrom.contains(loadBalancerArn)
                ? Optional.of("its API was switched to another load balancer") : Optional.empty();
    }

    /**
     * How the API of a load balancer that is to be published should be.
     *
     * @throws UnsupportedLoadBalancerException if its tags ask for what is unknown or not allowed
     */
    PublishedApi api(String loadBalancerArn, Map<String, String> tags, String restApiId, String vpcLinkId) {
        PublicationTags wanted = PublicationTags.of(loadBalancerArn, tags);
        return new PublishedApi(loadBalancerArn, restApiId, vpcLinkId,
                wanted.value(LoadBalancerTag.STAGE).orElse(defaultStage),
                policy.authorization(loadBalancerArn, wanted, defaultAuthorization));
    }
}
