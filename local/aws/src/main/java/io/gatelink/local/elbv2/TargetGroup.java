package io.gatelink.local.elbv2;

import java.util.Map;
import java.util.Optional;

/**
 * A target group.
 *
 * @param sequence   which one it is, counted from the first
 * @param settings   what CreateTargetGroup sets for good
 * @param attributes by key
 */
public record TargetGroup(
        long sequence,
        String arn,
        String name,
        Settings settings,
        HealthCheck healthCheck,
        Map<String, String> attributes) {

    /**
     * @param port       1 to 65535; where targets listen unless registered with another one
     * @param targetType {@code ip} or {@code instance}; a target is an address on the loopback either way
     */
    public record Settings(
            String protocol,
            Optional<String> protocolVersion,
            int port,
            String vpcId,
            String targetType,
            String ipAddressType) {}

    /**
     * How targets are checked.
     *
     * @param protocol {@code TCP}, {@code HTTP} or {@code HTTPS}
     * @param port     {@code traffic-port}, or a number
     * @param path     for HTTP and HTTPS
     * @param interval in seconds
     * @param timeout  in seconds
     * @param matcher  status codes that are healthy, e.g. {@code 200-399}; for HTTP and HTTPS
     */
    public record HealthCheck(
            String protocol,
            String port,
            Optional<String> path,
            int interval,
            int timeout,
            int healthyThreshold,
            int unhealthyThreshold,
            Optional<String> matcher) {}

    /**
     * A registered target.
     *
     * @param id an IP address on the loopback
     */
    public record Target(String id, int port, Optional<String> availabilityZone) {

        boolean isAt(Target other) {
            return id.equals(other.id) && port == other.port;
        }
    }

    TargetGroup withHealthCheck(HealthCheck newHealthCheck) {
        return new TargetGroup(sequence, arn, name, settings, newHealthCheck, attributes);
    }

    TargetGroup withAttributes(Map<String, String> newAttributes) {
        return new TargetGroup(sequence, arn, name, settings, healthCheck, newAttributes);
    }
}
