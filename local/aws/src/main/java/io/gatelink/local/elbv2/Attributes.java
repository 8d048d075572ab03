package io.gatelink.local.elbv2;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes of load balancers, listeners and target groups with AWS's defaults. They are kept and given back;
 * {@code deletion_protection.enabled} is the only one that the local AWS acts on.
 */
final class Attributes {

    private static final int LONGEST_VALUE = 1024;

    private Attributes() {
    }

    static Map<String, String> ofLoadBalancer(String type) {
        return type.equals(LoadBalancer.NETWORK)
                ? map("deletion_protection.enabled", "false",
                        "access_logs.s3.enabled", "false",
                        "access_logs.s3.bucket", "",
                        "access_logs.s3.prefix", "",
                        "ipv6.deny_all_igw_traffic", "false",
                        "load_balancing.cross_zone.enabled", "false",
                        "dns_record.client_routing_policy", "any_availability_zone",
                        "secondary_ips.auto_assigned.per_subnet", "0",
                        "zonal_shift.config.enabled", "false")
                : map("deletion_protection.enabled", "false",
                        "access_logs.s3.enabled", "false",
                        "access_logs.s3.bucket", "",
                        "access_logs.s3.prefix", "",
                        "connection_logs.s3.enabled", "false",
                        "connection_logs.s3.bucket", "",
                        "connection_logs.s3.prefix", "",
                        "idle_timeout.timeout_seconds", "60",
                        "client_keep_alive.seconds", "3600",
                        "ipv6.deny_all_igw_traffic", "false",
                        "load_balancing.cross_zone.enabled", "true",
                        "routing.http.desync_mitigation_mode", "defensive",
                        "routing.http.drop_invalid_header_fields.enabled", "false",
                        "routing.http.preserve_host_header.enabled", "false",
                        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false",
                        "routing.http.xff_client_port.enabled", "false",
                        "routing.http.xff_header_processing.mode", "append",
                        "routing.http2.enabled", "true",
                        "waf.fail_open.enabled", "false",
                        "zonal_shift.config.enabled", "false");
    }

    static Map<String, String> ofListener(String protocol) {
        return protocol.equals("TCP") ? map("tcp.idle_timeout.seconds", "350") : map();
    }

    static Map<String, String> ofTargetGroup(String protocol, String targetType) {
        boolean http = protocol.startsWith("HTTP");
        boolean preserves = targetType.equals("instance") || protocol.contains("UDP");
        Map<String, String> common = map("deregistration_delay.timeout_seconds", "300",
                "stickiness.enabled", "false",
                "load_balancing.cross_zone.enabled", "use_load_balancer_configuration",
                "target_group_health.dns_failover.minimum_healthy_targets.count", "1",
                "target_group_health.dns_failover.minimum_healthy_targets.percentage", "off",
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1",
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off");
        Map<String, String> own = http
                ? map("stickiness.type", "lb_cookie",
                        "stickiness.lb_cookie.duration_seconds", "86400",
                        "stickiness.app_cookie.cookie_name", "",
                        "stickiness.app_cookie.duration_seconds", "86400",
                        "slow_start.duration_seconds", "0",
                        "load_balancing.algorithm.type", "round_robin",
                        "load_balancing.algorithm.anomaly_mitigation", "off")
                : map("stickiness.type", "source_ip",
                        "proxy_protocol_v2.enabled", "false",
                        "preserve_client_ip.enabled", Boolean.toString(preserves),
                        "deregistration_delay.connection_termination.enabled", "false",
                        "target_health_state.unhealthy.connection_termination.enabled", "true",
                        "target_health_state.unhealthy.draining_interval_seconds", "0");
        var all = new LinkedHashMap<>(common);
        all.putAll(own);
        return Collections.unmodifiableMap(all);
    }

    /**
     * Attributes with changes.
     *
     * @param noun of whom, e.g. {@code Load balancer}
     * @throws io.gatelink.local.core.AwsException ValidationError for an unknown key or an impossible value
     */
    static Map<String, String> modified(Map<String, String> attributes, Map<String, String> changes, String noun) {
        var modified = new LinkedHashMap<>(attributes);
        changes.forEach((key, value) -> {
            String before = modified.get(key);
            if (before == null) {
                throw Elbv2Errors.validation(
                        noun + " attribute key '" + Elbv2Errors.quoted(key) + "' is not recognized");
            }
            boolean truth = before.equals("true") || before.equals("false");
            if (truth && !value.equals("true") && !value.equals("false") || value.length() > LONGEST_VALUE) {
                throw Elbv2Errors.validation(noun + " attribute value '" + Elbv2Errors.quoted(value)
                        + "' is not valid for the key '" + key + "'");
            }
            modified.put(key, value);
        });
        return Collections.unmodifiableMap(modified);
    }

    private static Map<String, String> map(String... keysAndValues) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }
}
