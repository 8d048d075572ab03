package io.gatelink.local.elbv2;

import static java.util.Map.entry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The attributes of load balancers, listeners and target groups with AWS's defaults. The local AWS acts on
 * {@code deletion_protection.enabled}, {@code deregistration_delay.timeout_seconds}, {@code
 * idle_timeout.timeout_seconds} and {@code routing.http.preserve_host_header.enabled}. Of the others it takes the
 * values that change nothing of what arrives at a target here, and refuses those that would.
 */
final class Attributes {

    private static final int LONGEST_VALUE = 1024;
    private static final int MOST_CHANGES = 20;
    private static final String COUNT = "off|[1-9][0-9]{0,8}";
    private static final String PERCENTAGE = "off|[1-9][0-9]?|100";

    static final String IDLE_TIMEOUT = "idle_timeout.timeout_seconds";
    static final String PRESERVE_HOST = "routing.http.preserve_host_header.enabled";

    /** What AWS takes, where it is neither any text nor {@code true} or {@code false}. */
    private static final Map<String, Pattern> VALUES = patterns(Map.ofEntries(
            entry("load_balancing.cross_zone.enabled", "true|false|use_load_balancer_configuration"),
            entry(
                    "dns_record.client_routing_policy",
                    "any_availability_zone|availability_zone_affinity|partial_availability_zone_affinity"),
            entry(IDLE_TIMEOUT, "[1-9][0-9]{0,2}|[1-3][0-9]{3}|4000"),
            entry(
                    "client_keep_alive.seconds",
                    "[6-9][0-9]|[1-9][0-9]{2,4}|[1-5][0-9]{5}|60[0-3][0-9]{3}|604[0-7][0-9]{2}|604800"),
            entry("routing.http.desync_mitigation_mode", "monitor|defensive|strictest"),
            entry("routing.http.xff_header_processing.mode", "append|preserve|remove"),
            entry("secondary_ips.auto_assigned.per_subnet", "[0-7]"),
            entry("tcp.idle_timeout.seconds", "[6-9][0-9]|[1-9][0-9]{2}|[1-5][0-9]{3}|6000"),
            entry("deregistration_delay.timeout_seconds", "[0-9]|[1-9][0-9]{1,2}|[12][0-9]{3}|3[0-5][0-9]{2}|3600"),
            entry("stickiness.type", "source_ip|lb_cookie|app_cookie"),
            entry("target_health_state.unhealthy.draining_interval_seconds", "0|[1-9][0-9]{0,5}"),
            entry("target_group_health.dns_failover.minimum_healthy_targets.count", COUNT),
            entry("target_group_health.dns_failover.minimum_healthy_targets.percentage", PERCENTAGE),
            entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", COUNT),
            entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", PERCENTAGE)));

    /** All that the local AWS takes of an attribute of which it does not do everything. */
    private static final Map<String, String> SUPPORTED = Map.ofEntries(
            entry("access_logs.s3.enabled", "false"),
            entry("connection_logs.s3.enabled", "false"),
            entry("routing.http.desync_mitigation_mode", "defensive"),
            entry("routing.http.drop_invalid_header_fields.enabled", "false"),
            entry("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false"),
            entry("routing.http.xff_client_port.enabled", "false"),
            entry("routing.http.xff_header_processing.mode", "append"),
            entry("slow_start.duration_seconds", "0"),
            entry("secondary_ips.auto_assigned.per_subnet", "0"),
            entry("stickiness.enabled", "false"),
            entry("proxy_protocol_v2.enabled", "false"),
            entry("target_health_state.unhealthy.draining_interval_seconds", "0"),
            entry("target_group_health.dns_failover.minimum_healthy_targets.count", "1"),
            entry("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off"),
            entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1"),
            entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off"));

    private Attributes() {}

    static Map<String, String> ofLoadBalancer(String type) {
        return type.equals(LoadBalancer.NETWORK)
                ? map(
                        "deletion_protection.enabled",
                        "false",
                        "access_logs.s3.enabled",
                        "false",
                        "access_logs.s3.bucket",
                        "",
                        "access_logs.s3.prefix",
                        "",
                        "ipv6.deny_all_igw_traffic",
                        "false",
                        "load_balancing.cross_zone.enabled",
                        "false",
                        "dns_record.client_routing_policy",
                        "any_availability_zone",
                        "secondary_ips.auto_assigned.per_subnet",
                        "0",
                        "zonal_shift.config.enabled",
                        "false")
                : map(
                        "deletion_protection.enabled",
                        "false",
                        "access_logs.s3.enabled",
                        "false",
                        "access_logs.s3.bucket",
                        "",
                        "access_logs.s3.prefix",
                        "",
                        "connection_logs.s3.enabled",
                        "false",
                        "connection_logs.s3.bucket",
                        "",
                        "connection_logs.s3.prefix",
                        "",
                        IDLE_TIMEOUT,
                        "60",
                        "client_keep_alive.seconds",
                        "3600",
                        "ipv6.deny_all_igw_traffic",
                        "false",
                        "load_balancing.cross_zone.enabled",
                        "true",
                        "routing.http.desync_mitigation_mode",
                        "defensive",
                        "routing.http.drop_invalid_header_fields.enabled",
                        "false",
                        PRESERVE_HOST,
                        "false",
                        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
                        "false",
                        "routing.http.xff_client_port.enabled",
                        "false",
                        "routing.http.xff_header_processing.mode",
                        "append",
                        "routing.http2.enabled",
                        "true",
                        "waf.fail_open.enabled",
                        "false",
                        "zonal_shift.config.enabled",
                        "false");
    }

    static Map<String, String> ofListener(String protocol) {
        return protocol.equals("TCP") ? map("tcp.idle_timeout.seconds", "350") : map();
    }

    static Map<String, String> ofTargetGroup(String protocol, String targetType) {
        boolean http = protocol.startsWith("HTTP");
        boolean preserves = targetType.equals("instance") || protocol.contains("UDP");
        Map<String, String> common = map(
                "deregistration_delay.timeout_seconds",
                "300",
                "stickiness.enabled",
                "false",
                "load_balancing.cross_zone.enabled",
                "use_load_balancer_configuration",
                "target_group_health.dns_failover.minimum_healthy_targets.count",
                "1",
                "target_group_health.dns_failover.minimum_healthy_targets.percentage",
                "off",
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
                "1",
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
                "off");
        Map<String, String> own = http
                ? map(
                        "stickiness.type",
                        "lb_cookie",
                        "stickiness.lb_cookie.duration_seconds",
                        "86400",
                        "stickiness.app_cookie.cookie_name",
                        "",
                        "stickiness.app_cookie.duration_seconds",
                        "86400",
                        "slow_start.duration_seconds",
                        "0",
                        "load_balancing.algorithm.type",
                        "round_robin",
                        "load_balancing.algorithm.anomaly_mitigation",
                        "off")
                : map(
                        "stickiness.type",
                        "source_ip",
                        "proxy_protocol_v2.enabled",
                        "false",
                        "preserve_client_ip.enabled",
                        Boolean.toString(preserves),
                        "deregistration_delay.connection_termination.enabled",
                        "false",
                        "target_health_state.unhealthy.connection_termination.enabled",
                        "true",
                        "target_health_state.unhealthy.draining_interval_seconds",
                        "0");
        var all = new LinkedHashMap<>(common);
        all.putAll(own);
        return Collections.unmodifiableMap(all);
    }

    /**
     * Attributes with changes.
     *
     * @param noun of whom, e.g. {@code Load balancer}
     * @throws io.gatelink.local.core.AwsException ValidationError for an unknown key or an impossible value;
     *                                        NotImplemented for a value that the local AWS does nothing about
     */
    static Map<String, String> modified(Map<String, String> attributes, Map<String, String> changes, String noun) {
        if (changes.size() > MOST_CHANGES) {
            throw Elbv2Errors.validation("1 validation error detected: Value at 'attributes' failed to satisfy "
                    + "constraint: Member must have length less than or equal to " + MOST_CHANGES);
        }
        var modified = new LinkedHashMap<>(attributes);
        changes.forEach((key, value) -> {
            String before = modified.get(key);
            if (before == null) {
                throw Elbv2Errors.validation(
                        noun + " attribute key '" + Elbv2Errors.quoted(key) + "' is not recognized");
            }
            if (!isPossible(key, before, value)) {
                throw Elbv2Errors.validation(noun + " attribute value '" + Elbv2Errors.quoted(value)
                        + "' is not valid for the key '" + key + "'");
            }
            if (!SUPPORTED.getOrDefault(key, value).equals(value)) {
                throw Elbv2Errors.notSupported(
                        "the " + noun.toLowerCase(Locale.ROOT) + " attribute " + key + " = " + value);
            }
            modified.put(key, value);
        });
        return Collections.unmodifiableMap(modified);
    }

    private static boolean isPossible(String key, String before, String value) {
        Pattern pattern = VALUES.get(key);
        if (pattern != null) {
            return pattern.matcher(value).matches();
        }
        boolean truth = before.equals("true") || before.equals("false");
        return truth ? value.equals("true") || value.equals("false") : value.length() <= LONGEST_VALUE;
    }

    private static Map<String, Pattern> patterns(Map<String, String> texts) {
        var patterns = new LinkedHashMap<String, Pattern>();
        texts.forEach((key, text) -> patterns.put(key, Pattern.compile(text)));
        return patterns;
    }

    private static Map<String, String> map(String... keysAndValues) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(map);
    }
}
