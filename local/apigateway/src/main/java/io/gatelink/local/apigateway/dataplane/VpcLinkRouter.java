package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.LoadBalancerDirectory;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From an integration's connection to a target behind the load balancer. Used exclusively. */
final class VpcLinkRouter {

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
     * @param target {@code null} if connections get no answer at all
     */
    record Way(InetSocketAddress target, GatewayResponseException failure) {

        InetSocketAddress orThrow() throws GatewayResponseException {
            if (failure != null) {
                throw failure;
            }
            return target;
        }
    }

    /**
     * @param connectionId of a link, without variables
     * @param port         of the load balancer's listener
     */
    Way find(String connectionId, int port) {
        try {
            return new Way(target(connectionId, port), null);
        } catch (GatewayResponseException e) {
            return new Way(null, e);
        }
    }

    private InetSocketAddress target(String connectionId, int port) throws GatewayResponseException {
        LiveStage.Link link = directory.link(connectionId);
        if (link == null) {
            throw GatewayResponseException.configurationError("VPC link " + connectionId + " does not exist");
        }
        if (!"AVAILABLE".equals(link.status())) {
            throw GatewayResponseException.configurationError(
                    "VPC link " + link.id() + " is " + link.status() + ", not AVAILABLE");
        }
        LoadBalancerDirectory.Entry loadBalancer = loadBalancers.find(link.targetArn()).orElse(null);
        if (loadBalancer == null) {
            throw GatewayResponseException.internalServerError(
                    "Execution failed due to a network error communicating with endpoint");
        }
        if (loadBalancer.refusesPrivateLinkTraffic()) {
            return null;
        }
        return pick(loadBalancers.routes(loadBalancer.arn(), port), loadBalancer.arn(), port);
    }

    /** A healthy target, each in its turn; any, if none is healthy: network load balancers fail open. */
    private InetSocketAddress pick(List<LoadBalancerDirectory.Route> routes, String arn, int port)
            throws GatewayResponseException {
        List<LoadBalancerDirectory.Route> healthy = routes.stream().filter(LoadBalancerDirectory.Route::healthy).toList();
        List<LoadBalancerDirectory.Route> choice = healthy.isEmpty() ? routes : healthy;
        if (choice.isEmpty()) {
            throw GatewayResponseException.internalServerError("Execution failed due to a network error communicating"
                    + " with endpoint: " + arn + " has no target behind port " + port);
        }
        int turn = turns.merge(arn + ":" + port, 1, Integer::sum);
        return choice.get(Math.floorMod(turn, choice.size())).target();
    }
}
