package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.NoHttpResponseException;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.impl.DefaultConnectionReuseStrategy;
import org.apache.http.impl.client.DefaultConnectionKeepAliveStrategy;
import org.apache.http.impl.conn.DefaultHttpResponseParserFactory;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpCoreContext;

/**
 * Calls backends. Of Apache HttpClient it takes the connections, their pool, and the protocol, but not the client: a
 * proxy must send paths and headers as they are, follow nothing, remember nothing and decode nothing.
 */
final class Backends implements Endpoints {

    private static final int MAX_CONNECTIONS = 512;
    private static final int MAX_CONNECTIONS_TO_ONE_TARGET = 128;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int MAX_HEADERS = 5000;
    private static final int MAX_LINE_LENGTH = 256 << 10;

    private static final MessageConstraints CONSTRAINTS = MessageConstraints.custom()
            .setMaxHeaderCount(MAX_HEADERS)
            .setMaxLineLength(MAX_LINE_LENGTH)
            .build();
    private static final DefaultHttpResponseParserFactory RESPONSES = new DefaultHttpResponseParserFactory();

    /** May be sent again, RFC 9110 section 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

    private final PoolingHttpClientConnectionManager trusting = connections(TlsCheck.NAME_AND_DATES);
    private final PoolingHttpClientConnectionManager strict = connections(TlsCheck.FULL);
    private final PoolingHttpClientConnectionManager unchecked = connections(TlsCheck.NONE);
    private final ScheduledThreadPoolExecutor deadlines;

    Backends() {
        deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "gatelink-endpoint-timeouts");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** The backend's answer is one that API Gateway does not pass on. */
    static final class UnusableAnswerException extends IOException {

        private static final long serialVersionUID = 1L;

        UnusableAnswerException(String message) {
            super(message);
        }
    }

    /** The backend did not answer in time. */
    static final class EndpointTimeoutException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    @Override
    public EndpointResponse send(
            EndpointRequest request, TargetConnection target, boolean checkIssuer, TimeLimits limits)
            throws IOException {
        var deadline = new Deadline();
        if (target.address() == null) {
            deadline.await(limits.timeoutMillis());
            throw new EndpointTimeoutException();
        }
        try {
            ScheduledFuture<?> timer = deadlines.schedule(deadline, limits.timeoutMillis(), TimeUnit.MILLISECONDS);
            EndpointResponse response = null;
            try {
                response =
                        send(request, target, pool(target, checkIssuer), limits, deadline, () -> timer.cancel(false));
                return response;
            } finally {
                if (response == null || response.stream() == null) {
                    timer.cancel(false);
                }
            }
        } catch (InterruptedIOException e) {
            // The socket's own time-out came a moment before the deadline.
            throw new EndpointTimeoutException();
        } catch (IOException e) {
            throw deadline.isOver() ? new EndpointTimeoutException() : e;
        } catch (HttpException | IllegalStateException | RejectedExecutionException e) {
            // No HTTP answer; or the connections were closed meanwhile.
            throw deadline.isOver() ? new EndpointTimeoutException() : new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        strict.close();
        unchecked.close();
        trusting.close();
    }

    private PoolingHttpClientConnectionManager pool(TargetConnection target, boolean checkIssuer) {
        return target.encryption() == TargetConnection.Encryption.UNCHECKED
                ? unchecked
                : checkIssuer ? strict : trusting;
    }

    private EndpointResponse send(
            EndpointRequest request,
            TargetConnection target,
            PoolingHttpClientConnectionManager pool,
            TimeLimits limits,
            Deadline deadline,
            Runnable whenStreamed)
            throws IOException, HttpException {
        int timeoutMillis = limits.timeoutMillis();
        boolean encrypted = target.isEncrypted(request.uri());
        var host = new HttpHost(
                target.address().getAddress(),
                request.uri().host(),
                target.address().getPort(),
                encrypted ? "https" : "http");
        var route = new HttpRoute(host, null, encrypted);
        while (true) {
            HttpClientConnection connection = lease(pool, route, timeoutMillis);
            boolean idempotent = IDEMPOTENT.contains(request.method());
            if (connection.isOpen()
                    && (BackendConnection.hasUnreadInput(connection) || !idempotent && connection.isStale())) {
                // The backend sent what was not asked for, or closed it. The latter takes a millisecond to find out, so
                // only what cannot be sent again looks first.
                connection.close();
            }
            boolean repeatable = connection.isOpen() && idempotent;
            long keepAliveMillis = -1;
            boolean streamed = false;
            try {
                deadline.guard(connection);
                var context = HttpCoreContext.create();
                if (!connection.isOpen()) {
                    pool.connect(connection, route, timeoutMillis, context);
                    pool.routeComplete(connection, route, context);
                }
                connection.setSocketTimeout(timeoutMillis);
                HttpResponse response = BackendExchange.exchange(request, connection, context);
                repeatable = false;
                if (limits.isStream() && response.getEntity() != null) {
                    connection.setSocketTimeout(limits.idleMillis());
                    streamed = true;
                    return new EndpointResponse(
                            response.getStatusLine().getStatusCode(),
                            response.getAllHeaders(),
                            new byte[0],
                            new BackendStream(response.getEntity().getContent(), () -> {
                                whenStreamed.run();
                                release(pool, connection, deadline, -1);
                            }));
                }
                byte[] body = BackendExchange.body(response.getEntity());
                if (BackendExchange.endsForSure(request, response)
                        && !BackendConnection.hasUnreadInput(connection)
                        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(response, context)) {
                    long asked = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
                    keepAliveMillis = asked > 0 ? asked : TimeUnit.SECONDS.toMillis(KEEP_ALIVE_SECONDS);
                }
                return new EndpointResponse(response.getStatusLine().getStatusCode(), response.getAllHeaders(), body);
            } catch (NoHttpResponseException | SocketException e) {
                // A backend may close a connection that was kept open just when the next request is on its way.
                if (!repeatable || deadline.isOver()) {
                    throw e;
                }
            } finally {
                if (!streamed) {
                    release(pool, connection, deadline, keepAliveMillis);
                }
            }
        }
    }

    /** @param keepAliveMillis below 0 for a connection that must not be used again */
    private static void release(
            PoolingHttpClientConnectionManager pool,
            HttpClientConnection connection,
            Deadline deadline,
            long keepAliveMillis) {
        deadline.guard(null);
        if (keepAliveMillis < 0) {
            Deadline.breakOff(connection);
        }
        pool.releaseConnection(connection, null, Math.max(keepAliveMillis, 1), TimeUnit.MILLISECONDS);
    }

    private static HttpClientConnection lease(
            PoolingHttpClientConnectionManager pool, HttpRoute route, int timeoutMillis) throws IOException {
        try {
            return pool.requestConnection(route, null).get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ConnectionPoolTimeoutException e) {
            throw new EndpointTimeoutException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static PoolingHttpClientConnectionManager connections(TlsCheck check) {
        var pool = new PoolingHttpClientConnectionManager(
                RegistryBuilder.<ConnectionSocketFactory>create()
                        .register("http", PlainConnectionSocketFactory.getSocketFactory())
                        .register("https", new LazyTlsSocketFactory(check))
                        .build(),
                (route, config) -> new BackendConnection(CONSTRAINTS, RESPONSES));
        pool.setMaxTotal(MAX_CONNECTIONS);
        pool.setDefaultMaxPerRoute(MAX_CONNECTIONS_TO_ONE_TARGET);
        pool.setValidateAfterInactivity(500);
        return pool;
    }
}
