package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.Optional;

/** What is asked about one load balancer: what it is, its tags, and the picture of what leads to it. */
public final class LoadBalancerFacts {

    private LoadBalancerFacts() {}

    /** As {@code type, scheme, dnsName, vpcId, createdAt, tags}, without them if it is gone, and {@code picture}. */
    public static ObjectNode of(Resources resources, String arn, Item item) {
        ObjectNode json = Json.object();
        Optional<Resources.Balancer> found = resources.loadBalancer(arn);
        found.ifPresent(balancer -> {
            json.put("type", balancer.type())
                    .put("scheme", balancer.scheme())
                    .put("dnsName", balancer.dnsName())
                    .put("vpcId", balancer.vpcId())
                    .put("createdAt", balancer.createdAt().toString());
            ObjectNode tags = json.putObject("tags");
            resources.tags(arn).forEach(tags::put);
        });
        json.set("picture", ResourceGraph.of(resources, arn, found, item));
        return json;
    }
}
