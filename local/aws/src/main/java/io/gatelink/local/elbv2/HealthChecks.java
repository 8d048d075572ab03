package io.gatelink.local.elbv2;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The settings of health checks: AWS's defaults and bounds. */
final class HealthChecks {

    /** Said instead of a number: targets are checked where they get their traffic. */
    static final String TRAFFIC_PORT = "traffic-port";

    private HealthChecks() {}

    /** AWS's defaults, which depend on the target group's protocol and on how it is checked. */
    static TargetGroup.HealthCheck defaultsFor(TargetGroup.Settings settings, TargetGroups.HealthCheckChange change) {
        boolean http = settings.protocol().startsWith("HTTP");
        String protocol = change.protocol().orElse(http ? settings.protocol() : "TCP");
        boolean httpCheck = protocol.startsWith("HTTP");
        return new TargetGroup.HealthCheck(
                protocol,
                TRAFFIC_PORT,
                httpCheck ? Optional.of("/") : Optional.empty(),
                30,
                http ? 5 : protocol.equals("HTTP") ? 6 : 10,
                5,
                2,
                httpCheck ? Optional.of(http ? "200" : "200-399") : Optional.empty());
    }

    /** @throws io.gatelink.local.core.AwsException ValidationError for an impossible value */
    static TargetGroup.HealthCheck changed(TargetGroup.HealthCheck check, TargetGroups.HealthCheckChange change) {
        String protocol = change.protocol().orElse(check.protocol());
        Elbv2Errors.oneOf(
                "healthCheckProtocol",
                protocol,
                List.of("HTTP", "HTTPS", "TCP"),
                List.of("TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"));
        String port = change.port().orElse(check.port());
        if (!port.equals(TRAFFIC_PORT)
                && !port.matches(
                        "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}" + "|655[0-2][0-9]|6553[0-5]")) {
            throw Elbv2Errors.validation("Health check port '" + Elbv2Errors.quoted(port)
                    + "' must be 'traffic-port' or a number from 1 to 65535");
        }
        boolean http = protocol.startsWith("HTTP");
        if (!http && (change.path().isPresent() || change.matcher().isPresent())) {
            throw Elbv2Errors.validation("Health check path and matcher are only for the protocols HTTP and HTTPS");
        }
        Optional<String> path = !http
                ? Optional.empty()
                : Optional.of(change.path().or(check::path).orElse("/"));
        path.ifPresent(HealthChecks::checkPath);
        Optional<String> matcher = !http
                ? Optional.empty()
                : Optional.of(change.matcher().or(check::matcher).orElse("200-399"));
        if (!matcher.orElse("200").matches("[2-5][0-9]{2}(-[2-5][0-9]{2})?(,[2-5][0-9]{2}(-[2-5][0-9]{2})?)*")) {
            throw Elbv2Errors.validation("Health check matcher HTTP code '" + Elbv2Errors.quoted(matcher.orElse(""))
                    + "' must be within '200-599' inclusive");
        }
        int interval = change.interval().orElse(check.interval());
        int timeout = change.timeout().orElse(check.timeout());
        int healthy = change.healthyThreshold().orElse(check.healthyThreshold());
        int unhealthy = change.unhealthyThreshold().orElse(check.unhealthyThreshold());
        Elbv2Errors.inRange("healthCheckIntervalSeconds", interval, 5, 300);
        Elbv2Errors.inRange("healthCheckTimeoutSeconds", timeout, 2, 120);
        Elbv2Errors.inRange("healthyThresholdCount", healthy, 2, 10);
        Elbv2Errors.inRange("unhealthyThresholdCount", unhealthy, 2, 10);
        return new TargetGroup.HealthCheck(protocol, port, path, interval, timeout, healthy, unhealthy, matcher);
    }

    private static void checkPath(String path) {
        try {
            if (path.startsWith("/") && path.length() <= 1024) {
                URI.create("http://127.0.0.1" + path);
                return;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw Elbv2Errors.validation("Health check path '" + Elbv2Errors.quoted(path)
                + "' must begin with '/' and be a valid path of at most 1024 characters");
    }
}
