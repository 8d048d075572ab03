package io.gatelink.local.elbv2;

import static java.util.Map.entry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static final String CROSS_ZONE = "load_balancing.cross_zone.enabled";
    private static final String WEEK = "[1-9][0-9]{0,4}|[1-5][0-9]{5}|60[0-3][0-9]{3}|604[0-7][0-9]{2}|604800";

    static final String IDLE_TIMEOUT = "idle_timeout.timeout_seconds";
    static final String PRESERVE_HOST = "routing.http.preserve_host_header.enabled";

    /** What AWS takes, where it is neither any text nor {@code true} or {@code false}. */
    private static final Map<String, Pattern> VALUES = patterns(Map.ofEntries(
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
            entry("stickiness.lb_cookie.duration_seconds", WEEK),
            entry("stickiness.app_cookie.duration_seconds", WEEK),
            entry("slow_start.duration_seconds", "0|[3-9][0-9]|[1-8][0-9]{2}|900"),
            entry("load_balancing.algorithm.type", "round_robin|least_outstanding_requests|weighted_random"),
            entry("load_balancing.algorithm.anomaly_mitigation", "on|off"),
            entry("target_health_state.unhealthy.draining_interval_seconds", "0|[1-9][0-9]{0,5}"),
            entry("target_group_health.dns_failover.minimum_healthy_targets.count", COUNT),
            entry("target_group_health.dns_failover.minimum_healthy_targets.percentage", PERCENTAGE),
            entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", COUNT),
            entry("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", PERCENTAGE)));

    /** All that the local AWS takes of an attribute of which it does not do everything. */
    private static final Map<String, String> SUPPORTED = Map.ofEntries(
            entry("access_logs.s3.enabled", "false"),
            entry("connection_logs.s3.enabled", "false"),
            entry("health_check_logs.s3.enabled", "false"),
            entry("load_balancing.algorithm.type", "round_robin"),
            entry("load_balancing.algorithm.anomaly_mitigation", "off"),
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

    private static final String SERVER_HEADER = "routing.http.response.server.enabled";

    /** Headers that an HTTP listener can set in answers. */
    private static final List<String> HEADERS_OF_ANSWERS = List.of(
            "strict_transport_security",
            "access_control_allow_origin",
            "access_control_allow_methods",
            "access_control_allow_headers",
            "access_control_allow_credentials",
            "access_control_expose_headers",
            "access_control_max_age",
            "content_security_policy",
            "x_content_type_options",
            "x_frame_options");

    /** Headers that an HTTPS listener can rename in requests. */
    private static final List<String> HEADERS_OF_REQUESTS = List.of(
            "x_amzn_mtls_clientcert_serial_number",
            "x_amzn_mtls_clientcert_issuer",
            "x_amzn_mtls_clientcert_subject",
            "x_amzn_mtls_clientcert_validity",
            "x_amzn_mtls_clientcert_leaf",
            "x_amzn_mtls_clientcert",
            "x_amzn_tls_version",
            "x_amzn_tls_cipher_suite");

    private Attributes() {}

    static Map<String, String> ofLoadBalancer(String type) {
        return type.equals(LoadBalancer.NETWORK) ? map("""
                        deletion_protection.enabled = false
                        access_logs.s3.enabled = false
                        access_logs.s3.bucket =
                        access_logs.s3.prefix =
                        ipv6.deny_all_igw_traffic = false
                        load_balancing.cross_zone.enabled = false
                        dns_record.client_routing_policy = any_availability_zone
                        secondary_ips.auto_assigned.per_subnet = 0
                        zonal_shift.config.enabled = false
                        """) : map("""
                        deletion_protection.enabled = false
                        access_logs.s3.enabled = false
                        access_logs.s3.bucket =
                        access_logs.s3.prefix =
                        connection_logs.s3.enabled = false
                        connection_logs.s3.bucket =
                        connection_logs.s3.prefix =
                        health_check_logs.s3.enabled = false
                        health_check_logs.s3.bucket =
                        health_check_logs.s3.prefix =
                        idle_timeout.timeout_seconds = 60
                        client_keep_alive.seconds = 3600
                        ipv6.deny_all_igw_traffic = false
                        load_balancing.cross_zone.enabled = true
                        routing.http.desync_mitigation_mode = defensive
                        routing.http.drop_invalid_header_fields.enabled = false
                        routing.http.preserve_host_header.enabled = false
                        routing.http.x_amzn_tls_version_and_cipher_suite.enabled = false
                        routing.http.xff_client_port.enabled = false
                        routing.http.xff_header_processing.mode = append
                        routing.http2.enabled = true
                        waf.fail_open.enabled = false
                        zonal_shift.config.enabled = false
                        """);
    }

    static Map<String, String> ofListener(String protocol) {
        if (protocol.equals("TCP")) {
            return Map.of("tcp.idle_timeout.seconds", "350");
        }
        var attributes = new LinkedHashMap<String, String>();
        if (protocol.startsWith("HTTP")) {
            attributes.put(SERVER_HEADER, "true");
            HEADERS_OF_ANSWERS.forEach(name -> attributes.put("routing.http.response." + name + ".header_value", ""));
        }
        if (protocol.equals("HTTPS")) {
            HEADERS_OF_REQUESTS.forEach(name -> attributes.put("routing.http.request." + name + ".header_name", ""));
        }
        return Collections.unmodifiableMap(attributes);
    }

    static Map<String, String> ofTargetGroup(String protocol, String targetType) {
        boolean http = protocol.startsWith("HTTP");
        boolean preserves = targetType.equals("instance") || protocol.contains("UDP");
        Map<String, String> common = map("""
                        deregistration_delay.timeout_seconds = 300
                        stickiness.enabled = false
                        load_balancing.cross_zone.enabled = use_load_balancer_configuration
                        target_group_health.dns_failover.minimum_healthy_targets.count = 1
                        target_group_health.dns_failover.minimum_healthy_targets.percentage = off
                        target_group_health.unhealthy_state_routing.minimum_healthy_targets.count = 1
                        target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage = off
                        """);
        Map<String, String> own = http ? map("""
                        stickiness.type = lb_cookie
                        stickiness.lb_cookie.duration_seconds = 86400
                        stickiness.app_cookie.cookie_name =
                        stickiness.app_cookie.duration_seconds = 86400
                        slow_start.duration_seconds = 0
                        load_balancing.algorithm.type = round_robin
                        load_balancing.algorithm.anomaly_mitigation = off
                        """) : map("""
                        stickiness.type = source_ip
                        proxy_protocol_v2.enabled = false
                        preserve_client_ip.enabled = %s
                        deregistration_delay.connection_termination.enabled = false
                        target_health_state.unhealthy.connection_termination.enabled = true
                        target_health_state.unhealthy.draining_interval_seconds = 0
                        """.formatted(preserves));
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
            if (!isPossible(modified, key, value)) {
                throw Elbv2Errors.validation(noun + " attribute value '" + Elbv2Errors.quoted(value)
                        + "' is not valid for the key '" + key + "'");
            }
            if (!supported(key, value).equals(value)) {
                throw Elbv2Errors.notSupported(
                        "the " + noun.toLowerCase(Locale.ROOT) + " attribute " + key + " = " + value);
            }
            modified.put(key, value);
        });
        return Collections.unmodifiableMap(modified);
    }

    private static String supported(String key, String value) {
        if (key.endsWith(".header_value") || key.endsWith(".header_name")) {
            return "";
        }
        return key.equals(SERVER_HEADER) ? "true" : SUPPORTED.getOrDefault(key, value);
    }

    private static boolean isPossible(Map<String, String> attributes, String key, String value) {
        String before = attributes.get(key);
        if (key.equals(CROSS_ZONE)) {
            // An application load balancer's cannot be changed; a target group may leave it to its load balancer.
            return value.equals("true")
                    || value.equals("false") && !attributes.containsKey(IDLE_TIMEOUT)
                    || value.equals("use_load_balancer_configuration") && attributes.containsKey("stickiness.enabled");
        }
        if (key.equals("stickiness.type")) {
            return attributes.containsKey("stickiness.lb_cookie.duration_seconds")
                    ? value.equals("lb_cookie") || value.equals("app_cookie")
                    : value.equals("source_ip");
        }
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

    /** @param lines each {@code key = value} */
    private static Map<String, String> map(String lines) {
        var map = new LinkedHashMap<String, String>();
        lines.lines().map(line -> line.split(" ?= ?", 2)).forEach(pair -> map.put(pair[0], pair[1]));
        return Collections.unmodifiableMap(map);
    }
}
