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
     * @param connectionId of a link, without variables
     * @param uri          whose port picks the load balancer's listener
     */
    Way find(String connectionId, EndpointUri uri) {
        try {
            return new Way(target(connectionId, uri), null);
        } catch (GatewayResponseException e) {
            return new Way(null, e);
        }
    }

    private TargetConnection target(String connectionId, EndpointUri uri) throws GatewayResponseException {
        LiveStage.Link link = directory.link(connectionId);
        if (link == null) {
            throw GatewayResponseException.configurationError("VPC link " + connectionId + " does not exist");
        }
        if (!"AVAILABLE".equals(link.status())) {
            throw GatewayResponseException.configurationError(
                    "VPC link " + link.id() + " is " + link.status() + ", not AVAILABLE");
        }
        LoadBalancerDirectory.Entry loadBalancer =
                loadBalancers.find(link.targetArn()).orElse(null);
        if (loadBalancer == null) {
            throw GatewayResponseException.unreachable();
        }
        if (loadBalancer.refusesPrivateLinkTraffic()) {
            return new TargetConnection(null, TargetConnection.Encryption.BY_URI);
        }
        return pick(loadBalancers.routes(loadBalancer.arn(), uri.port()), loadBalancer.arn(), uri);
    }

    /** A healthy target, each in its turn; any, if none is healthy: network load balancers fail open. */
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

    /** A TLS listener ends the caller's TLS, with its own certificate. */
    private static TargetConnection.Encryption encryption(LoadBalancerDirectory.Route route, EndpointUri uri)
            throws GatewayResponseException {
        if (!route.listenerProtocol().equals("TLS")) {
            return TargetConnection.Encryption.BY_URI;
        }
        if (!uri.scheme().equals("https")) {
            // The listener waits for a handshake, and hangs up.
            throw GatewayResponseException.networkError();
        }
        Set<String> names = route.certificateNames();
        String host = uri.host().toLowerCase(Locale.ROOT);
        if (names.isEmpty() ? OF_AWS.matcher(host).matches() : !names.contains(host)) {
            throw GatewayResponseException.configurationError("Host name '" + uri.host() + "' does not match the "
                    + "certificate subject provided by the peer (CN="
                    + (names.isEmpty() ? "unknown" : names.iterator().next()) + ")");
        }
        return route.targetGroupProtocol().equals("TLS")
                ? TargetConnection.Encryption.UNCHECKED
                : TargetConnection.Encryption.NONE;
    }
}
