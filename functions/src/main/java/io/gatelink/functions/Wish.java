package io.gatelink.functions;

import java.util.Optional;

/**
 * Whether a load balancer is to be withdrawn, by its tags as they are now.
 *
 * @param withdraw whether to withdraw it
 * @param reason   why, or why not, with the remedy
 */
record Wish(boolean withdraw, String reason) {

    /** Looks at a load balancer. */
    static Wish of(LoadBalancers loadBalancers, String loadBalancerArn, String publishMode) {
        var policy = new PublicationPolicy(PublishMode.valueOf(publishMode), false);
        return loadBalancers.tags(loadBalancerArn)
                .map(tags -> policy.refusal(loadBalancerArn, tags).map(why -> new Wish(true, why)).orElseGet(
                        () -> new Wish(false, "Load balancer " + loadBalancerArn + " is still to be published, for it has "
                                + Optional.ofNullable(tags.get(Tags.PUBLISH))
                                        .map(value -> "the tag " + Tags.PUBLISH + " = " + Text.shown(value))
                                        .orElse("no tag " + Tags.PUBLISH + ", and PublishMode is " + publishMode)
                                + ": to withdraw it, run aws elbv2 add-tags --resource-arns " + loadBalancerArn
                                + " --tags Key=" + Tags.PUBLISH + ",Value=false, which starts this workflow again.")))
                .orElseGet(() -> new Wish(true, "Load balancer " + loadBalancerArn + " is gone."));
    }
}
