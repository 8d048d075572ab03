package io.gatelink.local.elbv2;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether AWS would accept what a listener is asked to be. Used exclusively. */
final class ListenerChecks {

    private static final String DEFAULT_SSL_POLICY = "ELBSecurityPolicy-2016-08";
    private static final int MOST_GROUPS = 5;
    private static final Pattern SSL_POLICY = Pattern.compile("ELBSecurityPolicy-[A-Za-z0-9-]{1,64}");
    private static final Pattern CERTIFICATE = Pattern.compile(
            "arn:[a-z-]+:(acm:[a-z0-9-]+:[0-9]{12}:certificate/[A-Za-z0-9-]+|iam::[0-9]{12}:server-certificate/[!-~]+)");

    private final Elbv2State state;
    private final Placement placement;

    ListenerChecks(Elbv2State state, Placement placement) {
        this.state = state;
        this.placement = placement;
    }

    static boolean isSecure(String protocol) {
        return protocol.equals("TLS") || protocol.equals("HTTPS");
    }

    /**
     * The settings, with AWS's defaults.
     *
     * @throws io.gatelink.local.core.AwsException TargetGroupNotFound, IncompatibleProtocols,
     *                                        TargetGroupAssociationLimit, SSLPolicyNotFound,
     *                                        InvalidConfigurationRequest, ValidationError;
     *                                        NotImplemented for what AWS has and the local one has not
     */
    Listener.Settings checked(LoadBalancer loadBalancer, Listener.Settings settings) {
        boolean network = loadBalancer.type().equals(LoadBalancer.NETWORK);
        String protocol = settings.protocol();
        if (network) {
            Elbv2Errors.oneOf(
                    "protocol", protocol, List.of("TCP", "TLS", "UDP", "TCP_UDP"), List.of("QUIC", "TCP_QUIC"));
        } else {
            Elbv2Errors.oneOf("protocol", protocol, List.of("HTTP", "HTTPS"));
        }
        Elbv2Errors.inRange("port", settings.port(), 1, 65535);
        boolean secure = isSecure(protocol);
        checkCertificates(settings, secure);
        checkAlpn(settings);
        if (settings.action() instanceof Action.Forward forward) {
            check(loadBalancer, protocol, forward);
        } else if (network) {
            throw Elbv2Errors.error(
                    "InvalidLoadBalancerAction",
                    "Actions of the type '" + settings.action().type()
                            + "' are not supported for Network Load Balancers");
        }
        return new Listener.Settings(
                protocol,
                settings.port(),
                settings.certificates(),
                secure ? Optional.of(settings.sslPolicy().orElse(DEFAULT_SSL_POLICY)) : Optional.empty(),
                settings.alpnPolicy(),
                settings.action());
    }

    private void check(LoadBalancer loadBalancer, String protocol, Action.Forward forward) {
        for (Action.Group group : forward.groups()) {
            check(loadBalancer, protocol, state.targetGroup(group.targetGroupArn()));
            group.weight().ifPresent(weight -> Elbv2Errors.inRange("weight", weight, 0, 999));
        }
        if (loadBalancer.type().equals(LoadBalancer.NETWORK) && forward.active().size() > 1) {
            throw Elbv2Errors.notSupported("several target groups in one action, but for those with the weight 0");
        }
        if (forward.groups().size() > MOST_GROUPS) {
            throw Elbv2Errors.error(
                    "TooManyTargetGroups",
                    "You've specified too many target groups. The limit is " + MOST_GROUPS + ".");
        }
    }

    private static void checkCertificates(Listener.Settings settings, boolean secure) {
        if (secure && settings.certificates().size() != 1) {
            throw Elbv2Errors.validation("A certificate must be specified for " + settings.protocol() + " listeners");
        }
        if (!secure
                && (!settings.certificates().isEmpty() || settings.sslPolicy().isPresent())) {
            throw Elbv2Errors.validation(
                    "A certificate or SSL policy cannot be specified for " + settings.protocol() + " listeners");
        }
        for (String certificate : settings.certificates()) {
            if (!CERTIFICATE.matcher(certificate).matches()) {
                throw Elbv2Errors.validation("Certificate ARN '" + Elbv2Errors.quoted(certificate) + "' is not valid");
            }
        }
        settings.sslPolicy()
                .filter(policy -> !SSL_POLICY.matcher(policy).matches())
                .ifPresent(policy -> {
                    throw Elbv2Errors.error(
                            "SSLPolicyNotFound", "SSL policy '" + Elbv2Errors.quoted(policy) + "' not found");
                });
    }

    private static void checkAlpn(Listener.Settings settings) {
        if (settings.alpnPolicy().isEmpty()) {
            return;
        }
        if (!settings.protocol().equals("TLS")) {
            throw Elbv2Errors.validation("An ALPN policy can only be specified for TLS listeners");
        }
        if (settings.alpnPolicy().size() > 1) {
            throw Elbv2Errors.validation("Only one ALPN policy can be specified");
        }
        String policy = settings.alpnPolicy().get(0);
        if (policy.equals("HTTP2Only")) {
            throw Elbv2Errors.notSupported("the ALPN policy HTTP2Only: API Gateway speaks HTTP/1.1 to its backends");
        }
        if (!Set.of("HTTP1Only", "HTTP2Optional", "HTTP2Preferred", "None").contains(policy)) {
            throw Elbv2Errors.error("ALPNPolicyNotFound", "ALPN policy '" + Elbv2Errors.quoted(policy) + "' not found");
        }
    }

    private void check(LoadBalancer loadBalancer, String protocol, TargetGroup group) {
        List<String> compatible =
                switch (protocol) {
                    case "TCP" -> List.of("TCP", "TCP_UDP");
                    case "TLS" -> List.of("TLS", "TCP");
                    case "UDP" -> List.of("UDP", "TCP_UDP");
                    case "TCP_UDP" -> List.of("TCP_UDP");
                    default -> List.of("HTTP", "HTTPS");
                };
        if (!compatible.contains(group.settings().protocol())) {
            throw Elbv2Errors.error(
                    "IncompatibleProtocols",
                    "Listener protocol '" + protocol + "' and target group protocol '"
                            + group.settings().protocol() + "' are not compatible");
        }
        placement.checkSameVpc(loadBalancer, group);
        boolean elsewhere =
                state.loadBalancersOf(group.arn()).stream().anyMatch(arn -> !arn.equals(loadBalancer.arn()));
        if (elsewhere) {
            throw Elbv2Errors.error(
                    "TargetGroupAssociationLimit",
                    "The following target groups cannot be associated " + "with more than one load balancer: "
                            + group.arn());
        }
    }
}
