package io.gatelink.local.elbv2;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A load balancer.
 *
 * @param sequence        which one it is, counted from the first
 * @param scheme          {@code internet-facing} or {@code internal}
 * @param type            {@code network} or {@code application}
 * @param state           {@code provisioning} or {@code active}
 * @param ipAddressType   {@code ipv4} or {@code dualstack}
 * @param enforcesInbound whether rules of its security groups apply to PrivateLink traffic; meaningless without any
 * @param attributes      by key
 * @param endpointService the endpoint service that it is associated with
 */
public record LoadBalancer(
        long sequence,
        String arn,
        String name,
        String dnsName,
        String scheme,
        String vpcId,
        String type,
        String state,
        Instant createdTime,
        String ipAddressType,
        List<Zone> zones,
        List<String> securityGroups,
        boolean enforcesInbound,
        Map<String, String> attributes,
        Optional<String> endpointService) {

    static final String NETWORK = "network";
    static final String APPLICATION = "application";
    static final String ACTIVE = "active";
    static final String PROVISIONING = "provisioning";

    public LoadBalancer {
        zones = List.copyOf(zones);
        securityGroups = List.copyOf(securityGroups);
    }

    /**
     * An Availability Zone that the load balancer is in, by its subnet there.
     *
     * @param privateIpv4Address the one that was asked for
     */
    public record Zone(String zoneName, String subnetId, Optional<String> privateIpv4Address) {}

    boolean refusesPrivateLinkTraffic() {
        return !securityGroups.isEmpty() && enforcesInbound;
    }

    LoadBalancer withState(String newState) {
        return new LoadBalancer(
                sequence,
                arn,
                name,
                dnsName,
                scheme,
                vpcId,
                type,
                newState,
                createdTime,
                ipAddressType,
                zones,
                securityGroups,
                enforcesInbound,
                attributes,
                endpointService);
    }

    LoadBalancer withSecurityGroups(List<String> groups, boolean enforce) {
        return new LoadBalancer(
                sequence,
                arn,
                name,
                dnsName,
                scheme,
                vpcId,
                type,
                state,
                createdTime,
                ipAddressType,
                zones,
                groups,
                enforce,
                attributes,
                endpointService);
    }

    LoadBalancer withZones(List<Zone> newZones, String newIpAddressType) {
        return new LoadBalancer(
                sequence,
                arn,
                name,
                dnsName,
                scheme,
                vpcId,
                type,
                state,
                createdTime,
                newIpAddressType,
                newZones,
                securityGroups,
                enforcesInbound,
                attributes,
                endpointService);
    }

    LoadBalancer withAttributes(Map<String, String> newAttributes) {
        return new LoadBalancer(
                sequence,
                arn,
                name,
                dnsName,
                scheme,
                vpcId,
                type,
                state,
                createdTime,
                ipAddressType,
                zones,
                securityGroups,
                enforcesInbound,
                newAttributes,
                endpointService);
    }

    LoadBalancer withEndpointService(Optional<String> service) {
        return new LoadBalancer(
                sequence,
                arn,
                name,
                dnsName,
                scheme,
                vpcId,
                type,
                state,
                createdTime,
                ipAddressType,
                zones,
                securityGroups,
                enforcesInbound,
                attributes,
                service);
    }
}
