package io.gatelink.local.elbv2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What Elastic Load Balancing answers, as trees with the API's names. */
final class Elbv2Answers {

    /** Those of us-east-1, in every Region: no DNS server knows names of the local AWS. */
    private static final Map<String, String> HOSTED_ZONES =
            Map.of(LoadBalancer.NETWORK, "Z26RNL4JYFTOTI", LoadBalancer.APPLICATION, "Z35SXDOTRQ7X7K");

    private Elbv2Answers() {}

    static <T> ObjectNode page(String name, Page<T> page, Function<T, ObjectNode> render) {
        ObjectNode answer = list(name, page.items(), render);
        page.nextToken().ifPresent(marker -> answer.put("NextMarker", marker));
        return answer;
    }

    static <T> ObjectNode list(String name, List<T> items, Function<T, ObjectNode> render) {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray(name);
        items.forEach(item -> list.add(render.apply(item)));
        return answer;
    }

    static ObjectNode subnets(LoadBalancer loadBalancer) {
        ObjectNode answer = Json.object();
        putZones(answer, loadBalancer);
        return answer.put("IpAddressType", loadBalancer.ipAddressType());
    }

    static ObjectNode loadBalancer(LoadBalancer loadBalancer) {
        ObjectNode answer = Json.object()
                .put("LoadBalancerArn", loadBalancer.arn())
                .put("DNSName", loadBalancer.dnsName())
                .put("CanonicalHostedZoneId", HOSTED_ZONES.get(loadBalancer.type()))
                .put("CreatedTime", loadBalancer.createdTime().toString())
                .put("LoadBalancerName", loadBalancer.name())
                .put("Scheme", loadBalancer.scheme())
                .put("VpcId", loadBalancer.vpcId());
        answer.putObject("State").put("Code", loadBalancer.state());
        answer.put("Type", loadBalancer.type());
        putZones(answer, loadBalancer);
        if (!loadBalancer.securityGroups().isEmpty()) {
            loadBalancer.securityGroups().forEach(answer.putArray("SecurityGroups")::add);
            if (loadBalancer.type().equals(LoadBalancer.NETWORK)) {
                answer.put("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", enforcement(loadBalancer));
            }
        }
        return answer.put("IpAddressType", loadBalancer.ipAddressType());
    }

    private static void putZones(ObjectNode answer, LoadBalancer loadBalancer) {
        ArrayNode zones = answer.putArray("AvailabilityZones");
        for (LoadBalancer.Zone zone : loadBalancer.zones()) {
            ArrayNode addresses = zones.addObject()
                    .put("ZoneName", zone.zoneName())
                    .put("SubnetId", zone.subnetId())
                    .putArray("LoadBalancerAddresses");
            zone.privateIpv4Address().ifPresent(address -> addresses.addObject().put("PrivateIPv4Address", address));
        }
    }

    static ObjectNode securityGroups(LoadBalancer loadBalancer) {
        ObjectNode answer = Json.object();
        loadBalancer.securityGroups().forEach(answer.putArray("SecurityGroupIds")::add);
        return answer.put("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", enforcement(loadBalancer));
    }

    private static String enforcement(LoadBalancer loadBalancer) {
        return loadBalancer.enforcesInbound() ? "on" : "off";
    }

    static ObjectNode listener(Listener listener) {
        Listener.Settings settings = listener.settings();
        ObjectNode answer = Json.object()
                .put("ListenerArn", listener.arn())
                .put("LoadBalancerArn", listener.loadBalancerArn())
                .put("Port", settings.port())
                .put("Protocol", settings.protocol());
        if (!settings.certificates().isEmpty()) {
            ArrayNode certificates = answer.putArray("Certificates");
            settings.certificates().forEach(arn -> certificates.addObject().put("CertificateArn", arn));
        }
        settings.sslPolicy().ifPresent(policy -> answer.put("SslPolicy", policy));
        if (!settings.alpnPolicy().isEmpty()) {
            settings.alpnPolicy().forEach(answer.putArray("AlpnPolicy")::add);
        }
        answer.putArray("DefaultActions").add(action(settings.action()));
        return answer;
    }

    private static ObjectNode action(Action action) {
        ObjectNode answer = Json.object().put("Type", action.type());
        if (action instanceof Action.Forward forward) {
            if (forward.groups().size() == 1) {
                answer.put("TargetGroupArn", forward.groups().get(0).targetGroupArn());
            }
            ArrayNode groups = answer.putObject("ForwardConfig").putArray("TargetGroups");
            for (Action.Group group : forward.groups()) {
                ObjectNode its = groups.addObject().put("TargetGroupArn", group.targetGroupArn());
                group.weight().ifPresent(weight -> its.put("Weight", weight));
            }
        } else if (action instanceof Action.FixedResponse fixed) {
            ObjectNode config = answer.putObject("FixedResponseConfig").put("StatusCode", fixed.statusCode());
            fixed.contentType().ifPresent(type -> config.put("ContentType", type));
            fixed.messageBody().ifPresent(body -> config.put("MessageBody", body));
        } else if (action instanceof Action.Redirect redirect) {
            answer.putObject("RedirectConfig")
                    .put("Protocol", redirect.protocol())
                    .put("Port", redirect.port())
                    .put("Host", redirect.host())
                    .put("Path", redirect.path())
                    .put("Query", redirect.query())
                    .put("StatusCode", redirect.statusCode());
        }
        return answer;
    }

    static ObjectNode targetGroup(TargetGroup group, List<String> loadBalancerArns) {
        TargetGroup.Settings settings = group.settings();
        TargetGroup.HealthCheck check = group.healthCheck();
        ObjectNode answer = Json.object()
                .put("TargetGroupArn", group.arn())
                .put("TargetGroupName", group.name())
                .put("Protocol", settings.protocol())
                .put("Port", settings.port())
                .put("VpcId", settings.vpcId())
                .put("HealthCheckProtocol", check.protocol())
                .put("HealthCheckPort", check.port())
                .put("HealthCheckEnabled", true)
                .put("HealthCheckIntervalSeconds", check.interval())
                .put("HealthCheckTimeoutSeconds", check.timeout())
                .put("HealthyThresholdCount", check.healthyThreshold())
                .put("UnhealthyThresholdCount", check.unhealthyThreshold());
        check.path().ifPresent(path -> answer.put("HealthCheckPath", path));
        check.matcher().ifPresent(matcher -> answer.putObject("Matcher").put("HttpCode", matcher));
        loadBalancerArns.forEach(answer.putArray("LoadBalancerArns")::add);
        answer.put("TargetType", settings.targetType());
        settings.protocolVersion().ifPresent(version -> answer.put("ProtocolVersion", version));
        return answer.put("IpAddressType", settings.ipAddressType());
    }

    static ObjectNode targetHealth(TargetGroups.TargetHealthDescription description) {
        ObjectNode answer = Json.object();
        ObjectNode target = answer.putObject("Target")
                .put("Id", description.target().id())
                .put("Port", description.target().port());
        description.target().availabilityZone().ifPresent(zone -> target.put("AvailabilityZone", zone));
        answer.put("HealthCheckPort", description.healthCheckPort());
        ObjectNode health = answer.putObject("TargetHealth").put("State", description.state());
        description.reason().ifPresent(reason -> health.put("Reason", reason));
        description.description().ifPresent(text -> health.put("Description", text));
        return answer;
    }

    /** Elbv2Tags or attributes: a list of keys and values. */
    static ObjectNode pairs(String name, Map<String, String> map) {
        return list(name, List.copyOf(map.entrySet()), entry -> Json.object()
                .put("Key", entry.getKey())
                .put("Value", entry.getValue()));
    }
}
