package io.gatelink.local.elbv2;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.events.EventField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** CloudTrail's event of a successful CreateLoadBalancer, read with care. */
final class CreationEvent {

    private static final String REMEDY =
            "Use a CreateLoadBalancer event as CloudTrail writes it, such as " + "events/nlb-created.json.";
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:elasticloadbalancing:[a-z0-9-]{1,32}:[0-9]{12}"
            + ":loadbalancer/(net|app)/[a-zA-Z0-9-]{1,32}/[0-9a-f]{16}");

    private final EventField detail;
    private final EventField created;

    /** @throws io.gatelink.local.events.InvalidEventException if it is no such event */
    CreationEvent(ObjectNode event) {
        this.detail = EventField.of(event, REMEDY).get("detail");
        detail.get("eventName").matching(Pattern.compile("CreateLoadBalancer"), "\"CreateLoadBalancer\"");
        this.created = detail.get("responseElements").get("loadBalancers").first();
    }

    String arn() {
        return created.get("loadBalancerArn").matching(ARN, "the ARN of a load balancer");
    }

    LoadBalancer loadBalancer(long sequence, Instant now) {
        String type =
                created.get("type").matching(Pattern.compile("network|application"), "\"network\" or \"application\"");
        List<String> securityGroups = texts("securityGroups");
        boolean enforces = created.optional("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic")
                .map(field -> field.matching(Pattern.compile("on|off"), "\"on\" or \"off\""))
                .orElse("on")
                .equals("on");
        return new LoadBalancer(
                sequence,
                arn(),
                created.get("loadBalancerName")
                        .matching(Pattern.compile("[a-zA-Z0-9-]{1,32}"), "the name of a load balancer"),
                created.get("dNSName").matching(Pattern.compile("[a-zA-Z0-9.-]{1,255}"), "a DNS name"),
                created.get("scheme")
                        .matching(Pattern.compile("internal|internet-facing"), "\"internal\" or \"internet-facing\""),
                created.get("vpcId").matching(Pattern.compile("vpc-[0-9a-zA-Z-]{1,64}"), "the id of a VPC"),
                type,
                LoadBalancer.PROVISIONING,
                now,
                created.optional("ipAddressType").map(EventField::text).orElse("ipv4"),
                zones(),
                securityGroups,
                enforces,
                Attributes.ofLoadBalancer(type),
                Optional.empty());
    }

    Map<String, String> tags() {
        var tags = new LinkedHashMap<String, String>();
        Optional<EventField> field = detail.optional("requestParameters").flatMap(it -> it.optional("tags"));
        for (EventField tag : field.map(EventField::items).orElse(List.of())) {
            tags.put(
                    tag.get("key").text(),
                    tag.optional("value").map(EventField::text).orElse(""));
        }
        return tags;
    }

    private List<LoadBalancer.Zone> zones() {
        var zones = new ArrayList<LoadBalancer.Zone>();
        for (EventField zone :
                created.optional("availabilityZones").map(EventField::items).orElse(List.of())) {
            zones.add(new LoadBalancer.Zone(
                    zone.get("zoneName").text(), zone.get("subnetId").text(), Optional.empty()));
        }
        return zones;
    }

    private List<String> texts(String name) {
        return created.optional(name).map(EventField::items).orElse(List.of()).stream()
                .map(EventField::text)
                .toList();
    }
}
