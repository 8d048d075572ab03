package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.HttpListener;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/**
 * An application load balancer on the way of a request.
 *
 * @param port   of the listener
 * @param client the address that the request comes from
 * @see <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html">HTTP
 *      headers and Application Load Balancers</a>
 */
record ApplicationLoadBalancer(HttpListener listener, int port, String client) {

    private static final String TRACE = "X-Amzn-Trace-Id";

    /**
     * A request as targets get it.
     *
     * @param traceId that the load balancer gives it, e.g. {@code 1-67891233-abcdef012345678912345678}
     */
    EndpointRequest forwarded(EndpointRequest request, String traceId) {
        List<Header> headers = new ArrayList<>(request.headers());
        String before = value(headers, "X-Forwarded-For");
        set(headers, "X-Forwarded-For", before == null ? client : before + ", " + client);
        set(headers, "X-Forwarded-Proto", scheme());
        set(headers, "X-Forwarded-Port", Integer.toString(port));
        String trace = value(headers, TRACE);
        set(headers, TRACE, trace == null ? "Root=" + traceId : "Self=" + traceId + ";" + trace);
        if (!listener.preservesHost()) {
            set(headers, "Host", host(value(headers, "Host")));
        }
        return new EndpointRequest(request.uri(), request.method(), request.target(), headers, request.body());
    }

    /** {@code http} or {@code https}. */
    String scheme() {
        return listener.protocol().equals("HTTPS") ? "https" : "http";
    }

    /** A Host header names the port unless that is 80 or 443. */
    private String host(String given) {
        String name = given.replaceFirst(":[0-9]+$", "");
        return port == 80 || port == 443 ? name : name + ":" + port;
    }

    static String value(List<Header> headers, String name) {
        List<String> values = headers.stream()
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(Header::getValue)
                .toList();
        return values.isEmpty() ? null : String.join(", ", values);
    }

    private static void set(List<Header> headers, String name, String value) {
        headers.removeIf(header -> header.getName().equalsIgnoreCase(name));
        headers.add(new BasicHeader(name, value));
    }
}
