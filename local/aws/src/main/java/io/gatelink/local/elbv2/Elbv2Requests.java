package io.gatelink.local.elbv2;

import io.gatelink.local.http.QueryParameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Elastic Load Balancing is asked for, read from the Query protocol's parameters. */
final class Elbv2Requests {

    private Elbv2Requests() {}

    static LoadBalancers.CreateLoadBalancer createLoadBalancer(QueryParameters request) {
        return new LoadBalancers.CreateLoadBalancer(
                request.required("Name"),
                request.text("Type").orElse(LoadBalancer.APPLICATION),
                request.text("Scheme").orElse("internet-facing"),
                request.text("IpAddressType").orElse("ipv4"),
                subnets(request),
                request.texts("SecurityGroups"),
                tags(request));
    }

    /** From either of the two ways to name them. */
    static List<LoadBalancers.Subnet> subnets(QueryParameters request) {
        var subnets = new ArrayList<LoadBalancers.Subnet>();
        request.texts("Subnets").forEach(subnet -> subnets.add(LoadBalancers.Subnet.of(subnet)));
        List<QueryParameters> mappings = request.structures("SubnetMappings");
        if (!subnets.isEmpty() && !mappings.isEmpty()) {
            throw Elbv2Errors.validation("You must specify either subnets or subnet mappings, not both");
        }
        mappings.forEach(mapping -> subnets.add(
                new LoadBalancers.Subnet(mapping.required("SubnetId"), mapping.text("PrivateIPv4Address"))));
        return subnets;
    }

    static Listener.Settings listener(QueryParameters request) {
        return new Listener.Settings(
                required(request.text("Protocol"), "Listener protocol"),
                required(request.integer("Port"), "Listener port"),
                certificates(request),
                request.text("SslPolicy"),
                request.texts("AlpnPolicy"),
                ActionRequests.defaultAction(request)
                        .orElseThrow(() -> Elbv2Errors.validation("A default action must be specified")));
    }

    static Listeners.Change listenerChange(QueryParameters request) {
        return new Listeners.Change(
                request.text("Protocol"),
                request.integer("Port"),
                certificates(request),
                request.text("SslPolicy"),
                request.texts("AlpnPolicy"),
                ActionRequests.defaultAction(request));
    }

    static TargetGroup.Settings targetGroup(QueryParameters request) {
        String protocol = required(request.text("Protocol"), "Target group protocol");
        if (!protocol.startsWith("HTTP") && request.text("ProtocolVersion").isPresent()) {
            throw Elbv2Errors.notSupported(
                    "CreateTargetGroup with ProtocolVersion for the protocol " + Elbv2Errors.quoted(protocol));
        }
        return new TargetGroup.Settings(
                protocol,
                protocol.startsWith("HTTP")
                        ? Optional.of(Elbv2Errors.oneOf(
                                "protocolVersion",
                                request.text("ProtocolVersion").orElse("HTTP1"),
                                List.of("HTTP1"),
                                List.of("HTTP2", "GRPC")))
                        : Optional.empty(),
                required(request.integer("Port"), "Target group port"),
                required(request.text("VpcId"), "A VPC ID"),
                request.text("TargetType").orElse("instance"),
                request.text("IpAddressType").orElse("ipv4"));
    }

    static TargetGroups.HealthCheckChange healthCheck(QueryParameters request) {
        if (!request.bool("HealthCheckEnabled").orElse(true)) {
            throw Elbv2Errors.validation(
                    "Health check enabled must be true for target groups with target type 'ip' " + "or 'instance'");
        }
        return new TargetGroups.HealthCheckChange(
                request.text("HealthCheckProtocol"),
                request.text("HealthCheckPort"),
                request.text("HealthCheckPath"),
                request.integer("HealthCheckIntervalSeconds"),
                request.integer("HealthCheckTimeoutSeconds"),
                request.integer("HealthyThresholdCount"),
                request.integer("UnhealthyThresholdCount"),
                request.structure("Matcher").flatMap(matcher -> matcher.text("HttpCode")));
    }

    static List<TargetGroups.TargetDescription> targets(QueryParameters request) {
        return request.structures("Targets").stream()
                .map(target -> new TargetGroups.TargetDescription(
                        target.required("Id"),
                        target.integer("Port")
                                .map(port -> Elbv2Errors.inRange("targets.1.member.port", port, 1, 65_535)),
                        target.text("AvailabilityZone")))
                .toList();
    }

    static List<TargetGroups.TargetDescription> requiredTargets(QueryParameters request) {
        request.requiredStructures("Targets");
        return targets(request);
    }

    static PageRequest page(QueryParameters request) {
        return new PageRequest(request.text("Marker"), request.integer("PageSize"));
    }

    /** {@code on} or {@code off}. */
    static Optional<Boolean> enforcement(QueryParameters request) {
        return request.text("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic")
                .map(value -> Elbv2Errors.oneOf(
                                "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic", value, List.of("on", "off"))
                        .equals("on"));
    }

    /** @throws io.gatelink.local.core.AwsException DuplicateTagKeys */
    static Map<String, String> tags(QueryParameters request) {
        if (request.has("Tags")) {
            Elbv2Errors.atLeastOne("tags", request.structures("Tags"));
        }
        var tags = new LinkedHashMap<String, String>();
        for (QueryParameters tag : request.structures("Tags")) {
            String key = tag.required("Key");
            if (tags.putIfAbsent(key, tag.text("Value").orElse("")) != null) {
                throw Elbv2Errors.error(
                        "DuplicateTagKeys", "Tag key was specified more than once: " + Elbv2Errors.quoted(key));
            }
        }
        return tags;
    }

    static Map<String, String> requiredTags(QueryParameters request) {
        request.requiredStructures("Tags");
        return tags(request);
    }

    static Map<String, String> attributes(QueryParameters request) {
        return attributes(request, Integer.MAX_VALUE);
    }

    /** @param most of them that a request may have */
    static Map<String, String> attributes(QueryParameters request, int most) {
        var attributes = new LinkedHashMap<String, String>();
        List<QueryParameters> given = request.requiredStructures("Attributes");
        if (given.size() > most) {
            throw Elbv2Errors.validation("1 validation error detected: Value '[...]' at 'attributes' failed to satisfy "
                    + "constraint: Member must have length less than or equal to " + most);
        }
        given.forEach(attribute -> attributes.put(
                attribute.required("Key"), attribute.text("Value").orElse("")));
        return attributes;
    }

    private static List<String> certificates(QueryParameters request) {
        return request.structures("Certificates").stream()
                .map(certificate -> certificate.required("CertificateArn"))
                .toList();
    }

    private static <T> T required(Optional<T> value, String what) {
        return value.orElseThrow(() -> Elbv2Errors.validation(what + " must be specified"));
    }
}
