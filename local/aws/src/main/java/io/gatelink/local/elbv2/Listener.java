package io.gatelink.local.elbv2;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A listener with its default action.
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
     */
    public record Settings(
            String protocol,
            int port,
            List<String> certificates,
            Optional<String> sslPolicy,
            List<String> alpnPolicy,
            Action action) {

        public Settings {
            certificates = List.copyOf(certificates);
            alpnPolicy = List.copyOf(alpnPolicy);
        }
    }

    boolean uses(String targetGroupArn) {
        return settings.action() instanceof Action.Forward forward
                && forward.groups().stream()
                        .anyMatch(group -> group.targetGroupArn().equals(targetGroupArn));
    }

    Listener withSettings(Settings newSettings) {
        return new Listener(sequence, arn, loadBalancerArn, newSettings, attributes);
    }

    Listener withAttributes(Map<String, String> newAttributes) {
        return new Listener(sequence, arn, loadBalancerArn, settings, newAttributes);
    }
}
