package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.HttpListener;
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
        String client = loadBalancers
                .admits(
                        loadBalancer.arn(),
                        uri.port(),
                        link.network().subnetIds(),
                        link.network().securityGroupIds())
                .orElse(null);
        if (client == null) {
            return new TargetConnection(null, TargetConnection.Encryption.BY_URI);
        }
        return loadBalancer.type().equals("application")
                ? throughApplicationLoadBalancer(loadBalancer.arn(), client, uri)
                : pick(loadBalancers.routes(loadBalancer.arn(), uri.port()), loadBalancer.arn(), uri);
    }

    private TargetConnection throughApplicationLoadBalancer(String arn, String client, EndpointUri uri)
            throws GatewayResponseException {
        HttpListener listener =
                loadBalancers.httpListener(arn, uri.port()).orElseThrow(GatewayResponseException::unreachable);
        checkTls(listener.protocol(), listener.certificateNames(), uri);
        var loadBalancer = new ApplicationLoadBalancer(listener, uri.port(), client);
        String key = arn + ":" + uri.port();
        int group = listener.action() instanceof HttpListener.Forward forward ? next(forward, key) : -1;
        List<LoadBalancerDirectory.Route> targets = group < 0
                ? List.of()
                : ((HttpListener.Forward) listener.action()).groups().get(group).targets();
        if (targets.isEmpty()) {
            return new TargetConnection(null, TargetConnection.Encryption.NONE, loadBalancer);
        }
        LoadBalancerDirectory.Route route = next(targets, key + ":" + group);
        return new TargetConnection(route.target(), toTarget(route), loadBalancer);
    }

    /** Which target group gets the next request, by the groups' weights; below 0 for none. */
    private int next(HttpListener.Forward forward, String key) {
        List<Integer> weights =
                forward.groups().stream().map(HttpListener.TargetGroup::weight).toList();
        int total = weights.stream().mapToInt(Integer::intValue).sum();
        if (total == 0) {
            return -1;
        }
        int turn = Math.floorMod(turns.merge(key, 1, Integer::sum) - 1, total);
        int group = 0;
        for (int passed = weights.get(0); passed <= turn; passed += weights.get(group)) {
            group++;
        }
        return group;
    }

    private TargetConnection pick(List<LoadBalancerDirectory.Route> routes, String arn, EndpointUri uri)
            throws GatewayResponseException {
        if (routes.isEmpty()) {
            throw GatewayResponseException.unreachable();
        }
        LoadBalancerDirectory.Route route = next(routes, arn + ":" + uri.port());
        return new TargetConnection(route.target(), encryption(route, uri));
    }

    /** A healthy target, each in its turn; any, if none is healthy: load balancers fail open. */
    private LoadBalancerDirectory.Route next(List<LoadBalancerDirectory.Route> routes, String key) {
        List<LoadBalancerDirectory.Route> healthy =
                routes.stream().filter(LoadBalancerDirectory.Route::healthy).toList();
        List<LoadBalancerDirectory.Route> choice = healthy.isEmpty() ? routes : healthy;
        return choice.get(Math.floorMod(turns.merge(key, 1, Integer::sum), choice.size()));
    }

    /** A TLS listener ends the caller's TLS, with its own certificate. */
    private static TargetConnection.Encryption encryption(LoadBalancerDirectory.Route route, EndpointUri uri)
            throws GatewayResponseException {
        if (!route.listenerProtocol().equals("TLS")) {
            return TargetConnection.Encryption.BY_URI;
        }
        checkTls(route.listenerProtocol(), route.certificateNames(), uri);
        return toTarget(route);
    }

    /** A TLS or HTTPS listener takes nothing but TLS, and has a certificate of its own; an HTTP listener knows none. */
    private static void checkTls(String listenerProtocol, Set<String> certificateNames, EndpointUri uri)
            throws GatewayResponseException {
        boolean https = uri.scheme().equals("https");
        if (listenerProtocol.equals("HTTP")) {
            if (https) {
                throw GatewayResponseException.configurationError(TlsFailures.NO_HANDSHAKE);
            }
            return;
        }
        if (!https) {
            // The listener waits for a handshake, and hangs up.
            throw GatewayResponseException.networkError();
        }
        checkCertificate(certificateNames, uri);
    }

    private static TargetConnection.Encryption toTarget(LoadBalancerDirectory.Route route) {
        return Set.of("TLS", "HTTPS").contains(route.targetGroupProtocol())
                ? TargetConnection.Encryption.UNCHECKED
                : TargetConnection.Encryption.NONE;
    }

    private static void checkCertificate(Set<String> names, EndpointUri uri) throws GatewayResponseException {
        String host = uri.host().toLowerCase(Locale.ROOT);
        if (names.isEmpty() ? OF_AWS.matcher(host).matches() : !names.contains(host)) {
            throw GatewayResponseException.configurationError("Host name '" + uri.host() + "' does not match the "
                    + "certificate subject provided by the peer (CN="
                    + (names.isEmpty() ? "unknown" : names.iterator().next()) + ")");
        }
    }
}
