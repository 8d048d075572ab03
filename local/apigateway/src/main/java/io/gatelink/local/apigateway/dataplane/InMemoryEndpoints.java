package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.Backend;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.time.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;

/** Reaches a {@link Backend} without a network, on the caller's thread. */
final class InMemoryEndpoints implements Endpoints {

    private final EventLoop loop;
    private final Backend backend;

    InMemoryEndpoints(EventLoop loop, Backend backend) {
        this.loop = loop;
        this.backend = backend;
    }

    @Override
    public EndpointResponse send(
            EndpointRequest request, TargetConnection target, boolean checkIssuer, TimeLimits limits)
            throws IOException {
        if (target.address() == null) {
            loop.sleep(Duration.ofMillis(limits.timeoutMillis()));
            throw new Backends.EndpointTimeoutException();
        }
        Map<String, List<String>> headers = HeaderRules.caseless();
        for (Header header : request.headers()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        int question = request.target().indexOf('?');
        Response response = backend.answer(
                target.address(),
                new Request(
                        request.method(),
                        question < 0 ? request.target() : request.target().substring(0, question),
                        question < 0 ? "" : request.target().substring(question + 1),
                        headers,
                        request.body()));
        var answered = new ArrayList<Header>();
        response.headers()
                .forEach((name, values) -> values.forEach(value -> answered.add(new BasicHeader(name, value))));
        return new EndpointResponse(response.status(), answered.toArray(Header[]::new), response.body());
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
