package io.gatelink.local.elbv2;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A listener with its default action, which is always to forward.
 *
 * @param sequence   which one it is, counted from the first
 * @param settings   what CreateListener and ModifyListener set
 * @param attributes by key
 */
public record Listener(
        long sequence, String arn, String loadBalancerArn, Settings settings, Map<String, String> attributes) {

    /**
     * @param certificates ARNs
     * @param sslPolicy    for TLS and HTTPS
     * @param alpnPolicy   for TLS
     * @param forward      the target groups; at least one
     */
    public record Settings(
            String protocol,
            int port,
            List<String> certificates,
            Optional<String> sslPolicy,
            List<String> alpnPolicy,
            List<Forward> forward) {

        public Settings {
            certificates = List.copyOf(certificates);
            alpnPolicy = List.copyOf(alpnPolicy);
            forward = List.copyOf(forward);
        }
    }

    /** @param weight 0 to 999 */
    public record Forward(String targetGroupArn, Optional<Integer> weight) {}

    boolean uses(String targetGroupArn) {
        return settings.forward().stream()
                .anyMatch(forward -> forward.targetGroupArn().equals(targetGroupArn));
    }

    Listener withSettings(Settings newSettings) {
        return new Listener(sequence, arn, loadBalancerArn, newSettings, attributes);
    }

    Listener withAttributes(Map<String, String> newAttributes) {
        return new Listener(sequence, arn, loadBalancerArn, settings, newAttributes);
    }
}
