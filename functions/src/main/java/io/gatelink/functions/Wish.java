package io.gatelink.functions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/**
 * Whether a load balancer is to be withdrawn now that somebody asks for it.
 *
 * @param withdraw whether to withdraw it
 * @param optedOut whether its own tags do not ask for its publication, or it is gone: then it may be published again once
 *                 they do, whatever was moved away from it
 * @param reason   why, or why not, with the remedy
 */
record Wish(boolean withdraw, boolean optedOut, String reason) {

    /**
     * Looks at a load balancer.
     *
     * @param ours        all REST APIs of ours
     * @param requestedAt when somebody asked for the withdrawal, ISO 8601
     */
    static Wish of(LoadBalancers loadBalancers, List<RestApi> ours, String loadBalancerArn, String publishMode,
            String requestedAt) {
        var wishes = new Wishes(new PublicationPolicy(PublishMode.valueOf(publishMode), false), ours);
        return loadBalancers.tags(loadBalancerArn).map(tags -> of(wishes, loadBalancerArn, tags, Instant.parse(requestedAt)))
                .orElseGet(() -> new Wish(true, true, "Load balancer " + loadBalancerArn + " is gone."));
    }

    private static Wish of(Wishes wishes, String loadBalancerArn, Map<String, String> tags, Instant requestedAt) {
        return wishes.refusalToWhoeverWithdraws(loadBalancerArn, tags, requestedAt)
                .map(why -> new Wish(true, wishes.policy().refusal(loadBalancerArn, tags).isPresent(), why.text()))
                .orElseGet(() -> new Wish(false, false, "Load balancer " + loadBalancerArn
                        + " is still to be published, for it has " + Optional.ofNullable(tags.get(Tags.PUBLISH))
                                .map(value -> "the tag " + Tags.PUBLISH + " = " + Text.shown(value)
                                        + (value.equals("true") ? "" : ", and a person moved a REST API to it"))
                                .orElse("no tag " + Tags.PUBLISH + ", and " + (wishes.policy().mode() == PublishMode.ALL
                                        ? "PublishMode is ALL" : "a person moved a REST API to it after this was asked for"))
                        + ": to withdraw it, run "
                        + PublicationTags.addTags(loadBalancerArn, LoadBalancerTag.PUBLISH, "false")
                        + ", which starts this workflow again."));
    }
}
