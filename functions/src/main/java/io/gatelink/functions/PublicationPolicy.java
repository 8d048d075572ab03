package io.gatelink.functions;

import java.util.Map;
import java.util.Optional;

/**
 * What a load balancer's tags ask for, and what the stack allows.
 *
 * @param allowOpenApis whether APIs without authorization may be asked for
 */
record PublicationPolicy(PublishMode mode, boolean allowOpenApis) {

    /** Why the load balancer is not to be published, with the remedy, or nothing if it is. */
    Optional<String> refusal(String loadBalancerArn, Map<String, String> tags) {
        if (mode == PublishMode.NONE) {
            return Optional.of("This stack publishes no load balancers, so not " + loadBalancerArn
                    + " either: deploy the stack with PublishMode=" + PublishMode.OPT_IN + ".");
        }
        String publish = tags.get(Tags.PUBLISH);
        if ("true".equals(publish) || publish == null && mode == PublishMode.ALL) {
            return Optional.empty();
        }
        return Optional.of("Load balancer " + loadBalancerArn + " has " + (publish == null ? "no tag " + Tags.PUBLISH
                : "the tag " + Tags.PUBLISH + " = " + Text.shown(publish)) + ", and is published only with the value "
                + "true: run aws elbv2 add-tags --resource-arns " + loadBalancerArn + " --tags Key=" + Tags.PUBLISH
                + ",Value=true and start the state machine with {\"loadBalancerArn\": \"" + loadBalancerArn + "\"}.");
    }

    /**
     * The authorization that the API's methods are to have.
     *
     * @throws UnsupportedLoadBalancerException if the tags ask for what is unknown or not allowed; nothing else is put
     *                                          in its place
     */
    String authorization(Map<String, String> tags) {
        String asked = tags.getOrDefault(Tags.AUTHORIZATION, Authorization.AWS_IAM);
        if (!Authorization.isKnown(asked)) {
            throw new UnsupportedLoadBalancerException("Tag " + Tags.AUTHORIZATION + " is " + Text.shown(asked)
                    + ": set it to " + Authorization.AWS_IAM + " or " + Authorization.NONE + ", or remove it.");
        }
        if (asked.equals(Authorization.NONE) && !allowOpenApis) {
            throw new UnsupportedLoadBalancerException("Tag " + Tags.AUTHORIZATION + " is " + Text.shown(asked)
                    + ", and this stack does not allow open APIs: set it to " + Authorization.AWS_IAM
                    + " or remove it, or deploy the stack with AllowOpenApis=true.");
        }
        return asked;
    }
}
