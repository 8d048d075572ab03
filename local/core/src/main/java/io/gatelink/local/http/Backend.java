package io.gatelink.local.http;

import java.io.IOException;
import java.net.InetSocketAddress;

/** What is behind the load balancers of a local AWS that has no network. Called by workers, not exclusively. */
@FunctionalInterface
public interface Backend {

    /**
     * Answers a request that came through a load balancer.
     *
     * @param request as the target gets it
     * @throws IOException if the target cannot be reached, or breaks off
     */
    Response answer(InetSocketAddress target, Request request) throws IOException;

    /** Whether the target accepts connections: what a health check over TCP finds out. */
    default boolean accepts(InetSocketAddress target) {
        return true;
    }
}
