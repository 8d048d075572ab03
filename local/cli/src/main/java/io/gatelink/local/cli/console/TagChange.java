package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/**
 * Tags to set on a load balancer and to remove from it.
 *
 * @param removed by key
 */
public record TagChange(String loadBalancerArn, List<Tag> added, List<String> removed) {

    /**
     * Reads {@link Action#TAG}'s arguments.
     *
     * @throws RefusedException if they change nothing
     */
    public static TagChange of(ObjectNode arguments) {
        List<Tag> added = new ArrayList<>();
        arguments
                .path("add")
                .properties()
                .forEach(tag -> added.add(Tag.builder()
                        .key(tag.getKey())
                        .value(tag.getValue().asText())
                        .build()));
        List<String> removed = new ArrayList<>();
        arguments.path("remove").forEach(key -> removed.add(key.asText()));
        if (added.isEmpty() && removed.isEmpty()) {
            throw new RefusedException(422, "There is no tag to set or to remove.");
        }
        return new TagChange(Action.text(arguments, "loadBalancerArn"), added, removed);
    }

    /** @throws software.amazon.awssdk.core.exception.SdkException if it is refused */
    public void applyWith(ElasticLoadBalancingV2Client client) {
        if (!removed.isEmpty()) {
            client.removeTags(request -> request.resourceArns(loadBalancerArn).tagKeys(removed));
        }
        if (!added.isEmpty()) {
            client.addTags(request -> request.resourceArns(loadBalancerArn).tags(added));
        }
    }
}
