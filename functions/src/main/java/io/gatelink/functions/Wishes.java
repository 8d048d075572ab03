package io.gatelink.functions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/**
 * Which load balancers are to be published, as their tags, the stack's parameters and switches say.
 *
 * @param policy what tags ask for
 * @param ours   all REST APIs of ours
 */
record Wishes(PublicationPolicy policy, List<RestApi> ours) {

    /**
     * The value of {@link Tags#PUBLISH} that asks for no publication, but for everything that was moved to the load balancer
     * by a switch to stay published.
     */
    static final String STANDBY = "standby";

    Wishes {
        ours = List.copyOf(ours);
    }

    /**
     * Why the load balancer is not to be published, or nothing if it is. One to which a person moved an API is to be,
     * unless its own tag says otherwise.
     */
    Optional<Refusal> refusal(String loadBalancerArn, Map<String, String> tags) {
        return keepsWhatWasMoved(loadBalancerArn, tags.getOrDefault(Tags.PUBLISH, STANDBY)) ? Optional.empty()
                : refusalToWhoeverWithdraws(loadBalancerArn, tags, Instant.MAX);
    }

    /**
     * The same where somebody asks for the withdrawal: without a tag that wants it, an API that was moved goes, too; but not
     * if it was moved later than that, for events can be late.
     *
     * @param requestedAt when the withdrawal was asked for
     */
    Optional<Refusal> refusalToWhoeverWithdraws(String loadBalancerArn, Map<String, String> tags, Instant requestedAt) {
        String publish = tags.getOrDefault(Tags.PUBLISH, movedSince(loadBalancerArn, requestedAt) ? STANDBY : "");
        return keepsWhatWasMoved(loadBalancerArn, publish) ? Optional.empty()
                : policy.refusal(loadBalancerArn, tags).or(() -> switchedAway(loadBalancerArn));
    }

    private boolean keepsWhatWasMoved(String arn, String publish) {
        return policy.mode() != PublishMode.NONE && STANDBY.equals(publish) && hasApiThatWasMoved(arn);
    }

    /** Why a load balancer that a person moved an API away from is not published again by itself. */
    private Optional<Refusal> switchedAway(String arn) {
        if (hasApiThatWasMoved(arn)) {
            return Optional.empty();
        }
        return ours.stream().filter(api -> SwitchTags.isMovedAwayFrom(arn, api.tags())).findFirst()
                .map(api -> new Refusal("Load balancer " + arn + " is not published by itself, for a person moved its REST "
                        + "API " + api.id() + " to load balancer " + api.tags().get(Tags.LOAD_BALANCER),
                        "to have one of its own, run " + PublicationTags.addTags(arn, LoadBalancerTag.PUBLISH, "false")
                                + " and, once it is withdrawn, "
                                + PublicationTags.addTags(arn, LoadBalancerTag.PUBLISH, "true")));
    }

    private boolean movedSince(String arn, Instant time) {
        return ours.stream().flatMap(api -> SwitchTags.movedAt(arn, api.tags()).stream()).anyMatch(time::isBefore);
    }

    private boolean hasApiThatWasMoved(String arn) {
        return ours.stream().anyMatch(api -> SwitchTags.isMovedTo(arn, api.tags()));
    }
}
