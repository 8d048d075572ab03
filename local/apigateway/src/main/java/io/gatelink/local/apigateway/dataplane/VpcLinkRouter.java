package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** From an integration's connection to a target behind the load balancer. Used exclusively. */
final class VpcLinkRouter {

    /** Names that no certificate of a customer's is ever for, a load balancer's own among them; and addresses. */
    private static final Pattern OF_AWS = Pattern.compile(".*\\.amazonaws\\.com(\\.cn)?|[0-9.]+|\\[.*]");

    private final LiveStage.Directory directory;
    private final LoadBalancerDirectory loadBalancers;
    private final Map<String, Integer> turns = new HashMap<>();

    VpcLinkRouter(LiveStage.Directory directory, LoadBalancerDirectory loadBalancers) {
        this.directory = directory;
        this.loadBalancers = loadBalancers;
    }

    /**
     * Where a connection leads, now, or why it leads nowhere.
     *
     * @param failure {@code null} if there is none
     */
    record Way(TargetConnection target, GatewayResponseException failure) {

        TargetConnection orThrow() throws GatewayResponseException {
            if (failure != null) {
                throw failure;
            }
            return target;
        }
    }

    /**
     * @param connectionId      of a link, without variables
     * @param integrationTarget the ARN of the load balancer, for a link V2; {@code null} for V1
     * @param uri               whose port picks the load balancer's listener
     */
    Way find(String connectionId, String integrationTarget, EndpointUri uri) {
        try {
            return new Way(target(connectionId, integrationTarget, uri), null);
        } catch (GatewayResponseException e) {
            return new Way(null, e);
        }
    }

    private TargetConnection target(String connectionId, String integrationTarget, EndpointUri uri)
            throws GatewayResponseException {
        LiveStage.Link link = directory.link(connectionId);
        if (link == null) {
            throw GatewayResponseException.configurationError("VPC link " + connectionId + " does not exist");
        }
        if (link.isV2()) {
            directory.carry(link.id());
        }
        if (!"AVAILABLE".equals(link.status())) {
            throw GatewayResponseException.configurationError(
                    "VPC link " + link.id() + " is " + link.status() + ", not AVAILABLE");
        }
        return link.isV2() ? throughV2(link, integrationTarget, uri) : throughV1(link, integrationTarget, uri);
    }

    private TargetConnection throughV1(LiveStage.Link link, String integrationTarget, EndpointUri uri)
            throws GatewayResponseException {
        if (integrationTarget != null) {
            throw GatewayResponseException.configurationError(
                    "IntegrationTarget is not supported for VpcLink " + link.id());
        }
        LoadBalancerDirectory.Entry loadBalancer =
                loadBalancers.find(link.targetArn()).orElseThrow(GatewayResponseException::unreachable);
        if (loadBalancer.refusesPrivateLinkTraffic()) {
            return new TargetConnection(null, TargetConnection.Encryption.BY_URI);
        }
        return pick(loadBalancers.routes(loadBalancer.arn(), uri.port()), loadBalancer.arn(), uri);
    }

    /** A link V2 reaches the load balancers of its own VPC. */
    private TargetConnection throughV2(LiveStage.Link link, String integrationTarget, EndpointUri uri)
            throws GatewayResponseException {
        if (integrationTarget == null) {
            throw GatewayResponseException.configurationError(
                    "IntegrationTarget is required for VpcLinkV2 " + link.id());
        }
        LoadBalancerDirectory.Entry loadBalancer = loadBalancers
                .find(integrationTarget)
                .filter(found -> found.state().startsWith("active"))
                .filter(found -> found.vpcId().equals(link.network().vpcId()))
                .orElseThrow(GatewayResponseException::unreachable);
        return pick(loadBalancers.routes(loadBalancer.arn(), uri.port()), loadBalancer.arn(), uri);
    }

    /** A healthy target, each in its turn; any, if none is healthy: load balancers fail open. */
    private TargetConnection pick(List<LoadBalancerDirectory.Route> routes, String arn, EndpointUri uri)
            throws GatewayResponseException {
        List<LoadBalancerDirectory.Route> healthy =
                routes.stream().filter(LoadBalancerDirectory.Route::healthy).toList();
        List<LoadBalancerDirectory.Route> choice = healthy.isEmpty() ? routes : healthy;
        if (choice.isEmpty()) {
            throw GatewayResponseException.unreachable();
        }
        int turn = turns.merge(arn + ":" + uri.port(), 1, Integer::sum);
        LoadBalancerDirectory.Route route = choice.get(Math.floorMod(turn, choice.size()));
        return new TargetConnection(route.target(), encryption(route, uri));
    }

    /** A TLS or HTTPS listener ends the caller's TLS, with its own certificate; an HTTP listener knows none. */
    private static TargetConnection.Encryption encryption(LoadBalancerDirectory.Route route, EndpointUri uri)
            throws GatewayResponseException {
        boolean https = uri.scheme().equals("https");
        switch (route.listenerProtocol()) {
            case "HTTP" -> {
                if (https) {
                    throw GatewayResponseException.configurationError(TlsFailures.NO_HANDSHAKE);
                }
                return toTarget(route);
            }
            case "HTTPS", "TLS" -> {
                if (!https) {
                    // The listener waits for a handshake, and hangs up.
                    throw GatewayResponseException.networkError();
                }
                checkCertificate(route, uri);
                return toTarget(route);
            }
            default -> {
                return TargetConnection.Encryption.BY_URI;
            }
        }
    }

    private static TargetConnection.Encryption toTarget(LoadBalancerDirectory.Route route) {
        return Set.of("TLS", "HTTPS").contains(route.targetGroupProtocol())
                ? TargetConnection.Encryption.UNCHECKED
                : TargetConnection.Encryption.NONE;
    }

    private static void checkCertificate(LoadBalancerDirectory.Route route, EndpointUri uri)
            throws GatewayResponseException {
        Set<String> names = route.certificateNames();
        String host = uri.host().toLowerCase(Locale.ROOT);
        if (names.isEmpty() ? OF_AWS.matcher(host).matches() : !names.contains(host)) {
            throw GatewayResponseException.configurationError("Host name '" + uri.host() + "' does not match the "
                    + "certificate subject provided by the peer (CN="
                    + (names.isEmpty() ? "unknown" : names.iterator().next()) + ")");
        }
    }
}
