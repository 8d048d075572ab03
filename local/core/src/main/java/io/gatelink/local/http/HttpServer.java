package io.gatelink.local.http;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The embedded HTTP server, also for HTTPS. It hands requests to its handler as they were sent, on its own threads,
 * several at a time, and takes no offence at strange paths: what is wrong with a request, the handler knows better.
 * What is no HTTP request gets a short 400.
 */
public final class HttpServer implements AutoCloseable {

    private final HttpServerConfiguration configuration;
    private final Server server;
    private final ServerConnector connector;
    private final SlowPeers slowPeers;

    /** @param tls {@code null} for plain HTTP */
    private HttpServer(
            HttpServerConfiguration configuration,
            SSLContext tls,
            Function<Request, Response> handler,
            Consumer<Throwable> defects) {
        this.configuration = configuration;
        var threads = new QueuedThreadPool(configuration.maxThreads(), 4);
        threads.setName("gatelink-http");
        threads.setDaemon(true);
        server = new Server(threads);
        server.setStopTimeout(0);
        server.setErrorHandler(new HttpErrorHandler());
        var http = new HttpConnectionFactory(wire(configuration));
        connector = tls == null
                ? new ServerConnector(server, 1, 1, http)
                : new ServerConnector(server, 1, 1, new SslConnectionFactory(factory(tls), http.getProtocol()), http);
        slowPeers = new SlowPeers(connector.getScheduler(), configuration.idleTimeout());
        connector.addBean(slowPeers);
        server.setHandler(new HttpExchangeHandler(configuration.maxBodyBytes(), handler, defects, slowPeers));
        connector.setHost(configuration.address().getHostAddress());
        connector.setPort(configuration.port());
        connector.setIdleTimeout(configuration.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(0);
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
    }

    /**
     * A server that is not yet started.
     *
     * @param handler answers requests; called on several threads at once. If it throws
     *                {@link Faults.LostAnswerException}, the connection is closed without an answer; if it throws
     *                anything else, the answer is 500
     * @param defects is told what else the handler threw
     */
    public static HttpServer create(
            HttpServerConfiguration configuration, Function<Request, Response> handler, Consumer<Throwable> defects) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(defects, "defects");
        return new HttpServer(configuration, null, handler, defects);
    }

    /** The same, for HTTPS. */
    public static HttpServer createSecure(
            HttpServerConfiguration configuration,
            SSLContext tls,
            Function<Request, Response> handler,
            Consumer<Throwable> defects) {
        return new HttpServer(configuration, Objects.requireNonNull(tls, "tls"), handler, defects);
    }

    private static SslContextFactory.Server factory(SSLContext tls) {
        var factory = new SslContextFactory.Server();
        factory.setSslContext(tls);
        return factory;
    }

    /**
     * Accepts requests from now on.
     *
     * @throws HttpBindException if the port cannot be had
     */
    public HttpServer start() throws HttpBindException {
        try {
            server.start();
            slowPeers.start();
            return this;
        } catch (IOException e) {
            close();
            throw new HttpBindException(configuration.address(), configuration.port(), e);
        } catch (Exception e) {
            close();
            throw new IllegalStateException("The HTTP server did not start: " + e, e);
        }
    }

    /** The port that the server listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Closes the port and all connections, at once. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP server did not stop: " + e, e);
        }
    }

    private static HttpConfiguration wire(HttpServerConfiguration configuration) {
        var wire = new HttpConfiguration();
        wire.setSendServerVersion(false);
        wire.setSendXPoweredBy(false);
        wire.setRequestHeaderSize(configuration.maxHeaderBytes());
        wire.setResponseHeaderSize(configuration.maxHeaderBytes());
        wire.setMaxResponseHeaderSize(4 * configuration.maxHeaderBytes());
        // Signatures cover header values as they were sent; a case-insensitive cache would replace some.
        wire.setHeaderCacheCaseSensitive(true);
        wire.setUriCompliance(UriCompliance.UNSAFE);
        wire.setHttpCompliance(HttpCompliance.RFC9110);
        return wire;
    }
}
