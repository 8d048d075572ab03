package io.gatelink.functions.wanted;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a load balancer's tags ask for its publication, and what the stack allows.
 *
 * @param linkVersion              of the VPC links that load balancers are reached by if their tags ask for no other
 * @param allowWeakerAuthorization whether a load balancer may ask for a weaker authorization than the stack's own
 */
public record PublicationPolicy(PublishMode mode, String linkVersion, boolean allowWeakerAuthorization) {

    /** Which load balancers are published. */
    public enum PublishMode {
        /** Those whose owners ask for it by the tag {@link LoadBalancerTag#PUBLISH}. */
        OPT_IN,
        /** All but those whose owners refuse it by that tag. */
        ALL,
        /** None at all: whatever is published is withdrawn. */
        NONE
    }

    /** Why the load balancer's tags do not lead to its publication, with the remedy, or nothing if they do. */
    public Optional<String> refusal(String loadBalancerArn, Map<String, String> tags) {
        if (mode == PublishMode.NONE) {
            return Optional.of("This stack publishes no load balancers, so not " + loadBalancerArn
                    + " either: deploy the stack with PublishMode=" + PublishMode.OPT_IN + ".");
        }
        String publish = tags.get(LoadBalancerTag.PUBLISH.key());
        if ("true".equals(publish) || publish == null && mode == PublishMode.ALL && isReached(loadBalancerArn, tags)) {
            return Optional.empty();
        }
        if (publish == null && mode == PublishMode.ALL) {
            return Optional.of(LinkParameters.refusalByVersion1(loadBalancerArn));
        }
        List<String> lookAlikes = publish == null ? PublicationTags.lookAlikes(tags) : List.of();
        return Optional.of("Load balancer " + loadBalancerArn + " has "
                + (publish == null
                        ? "no tag " + LoadBalancerTag.PUBLISH
                        : "the tag " + LoadBalancerTag.PUBLISH + " = " + Text.shown(publish))
                + (lookAlikes.isEmpty() ? "" : " (its tag " + Text.shown(lookAlikes.get(0)) + " is another one)")
                + ", and is published only with the value true: run "
                + PublicationTags.addTags(loadBalancerArn, LoadBalancerTag.PUBLISH, "true") + ".");
    }

    /** All are those to which the stack's VPC links lead: those of version 1 lead to network load balancers only. */
    private boolean isReached(String loadBalancerArn, Map<String, String> tags) {
        return linkVersion.equals(LinkParameters.V2)
                || LoadBalancerTag.LINK.in(tags).isPresent()
                || LoadBalancerArn.of(loadBalancerArn).isNetwork();
    }

    /**
     * The authorization that the API's methods are to have.
     *
     * @param tags        checked
     * @param stack       what the stack gives those who ask for nothing
     * @param authorizers what the stack has beside that
     * @throws UnsupportedLoadBalancerException if the tags ask for a weaker one and that is not allowed, or for one on
     *                                          which the stack has nothing to decide; nothing else is put in its place
     */
    public String authorization(
            String loadBalancerArn, PublicationTags tags, String stack, AuthorizerParameters authorizers) {
        String asked = tags.value(LoadBalancerTag.AUTHORIZATION).orElse(stack);
        if (!authorizers.offer(asked)) {
            throw new UnsupportedLoadBalancerException("Tag " + LoadBalancerTag.AUTHORIZATION + " is "
                    + Text.shown(asked) + ", but the stack's parameter " + AuthorizerParameters.parameter(asked)
                    + " is empty: run "
                    + PublicationTags.addTags(loadBalancerArn, LoadBalancerTag.AUTHORIZATION, stack)
                    + ", or deploy the stack with this parameter.");
        }
        if (!allows(asked, stack, authorizers)) {
            throw new UnsupportedLoadBalancerException("Tag " + LoadBalancerTag.AUTHORIZATION + " is "
                    + Text.shown(asked) + ", which is weaker than this stack's " + floor(stack, authorizers)
                    + ", and the stack does not allow that: run "
                    + PublicationTags.addTags(loadBalancerArn, LoadBalancerTag.AUTHORIZATION, stack)
                    + ", or deploy the stack with AllowWeakerAuthorization=true.");
        }
        return asked;
    }

    /** Whether the stack, whose own authorization is {@code stack}, lets an API have this one. */
    public boolean allows(String authorization, String stack, AuthorizerParameters authorizers) {
        return allowWeakerAuthorization || !Authorization.isWeaker(authorization, floor(stack, authorizers));
    }

    /** The weakest that the stack's parameters name: they would not name user pools that no API may ask for. */
    private static String floor(String stack, AuthorizerParameters authorizers) {
        return Stream.of(Authorization.COGNITO, Authorization.CUSTOM)
                .filter(authorizers::offer)
                .reduce(stack, (floor, named) -> Authorization.isWeaker(named, floor) ? named : floor);
    }
}
