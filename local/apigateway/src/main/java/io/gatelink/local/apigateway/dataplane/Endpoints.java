package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;

/** How backends are reached. */
interface Endpoints extends AutoCloseable {

    /**
     * Sends a request to a target and reads the whole answer, or up to its body if it is a stream.
     *
     * @param checkIssuer whether a backend's certificate must be issued by an authority that the JDK trusts
     * @throws Backends.EndpointTimeoutException if all that takes longer than the limits allow
     * @throws IOException                       if the target cannot be reached, or breaks off
     */
    EndpointResponse send(EndpointRequest request, TargetConnection target, boolean checkIssuer, TimeLimits limits)
            throws IOException;

    @Override
    void close();
}
