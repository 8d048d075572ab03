package io.gatelink.local.cli.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A small HTTP service to stand behind a load balancer: it tells what it was asked. */
public final class DemoBackend implements AutoCloseable {

    private final HttpServer server;

    private DemoBackend(HttpServer server) {
        this.server = server;
    }

    /** Starts it on a free port of the loopback. */
    public static DemoBackend start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", DemoBackend::answer);
            server.start();
            return new DemoBackend(server);
        } catch (IOException e) {
            throw new UncheckedIOException("The demo backend could not be started on the loopback", e);
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            ObjectNode answer = Json.object()
                    .put("message", "Hello from behind the load balancer")
                    .put("method", exchange.getRequestMethod())
                    .put("path", exchange.getRequestURI().getRawPath())
                    .put("query", exchange.getRequestURI().getRawQuery())
                    .put("host", exchange.getRequestHeaders().getFirst("Host"));
            byte[] body = Json.bytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            boolean withBody = !exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, withBody ? body.length : -1);
            if (withBody) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
