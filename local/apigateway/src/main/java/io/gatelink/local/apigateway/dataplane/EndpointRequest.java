package io.gatelink.local.apigateway.dataplane;

import java.util.List;
import org.apache.hc.core5.http.Header;

/**
 * What the backend is asked.
 *
 * @param target  path and query, exactly as they go into the request line
 * @param headers all of them, {@code Host} and {@code Content-Length} too
 */
record EndpointRequest(EndpointUri uri, String method, String target, List<Header> headers, byte[] body) {

    /** For logs. */
    String url() {
        return uri.scheme() + "://" + uri.hostHeader() + target;
    }
}
