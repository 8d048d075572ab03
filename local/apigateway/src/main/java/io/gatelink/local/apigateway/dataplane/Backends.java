package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Calls backends. Of Apache HttpClient it takes the connections, their pool, and the protocol, but not the client: a
 * proxy must send paths and headers as they are, follow nothing, remember nothing and decode nothing.
 */
final class Backends implements Endpoints {

    private static final int MAX_CONNECTIONS = 512;
    private static final int MAX_CONNECTIONS_TO_ONE_TARGET = 128;
    private static final RequestConfig KEEP_ALIVE = RequestConfig.custom()
            .setConnectionKeepAlive(TimeValue.ofSeconds(60))
            .build();

    /** May be sent again, RFC 9110 section 9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

    private final StrictConnPool<Route, BackendConnection> pool = new StrictConnPool<>(
            MAX_CONNECTIONS_TO_ONE_TARGET, MAX_CONNECTIONS, TimeValue.NEG_ONE_SECOND, PoolReusePolicy.LIFO, null);
    private final BackendTls tls = new BackendTls();
    private final ScheduledThreadPoolExecutor deadlines;

    Backends() {
        deadlines = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "gatelink-endpoint-timeouts");
            thread.setDaemon(true);
            return thread;
        });
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /**
     * What a connection is for.
     *
     * @param host  by the integration's {@code uri}
     * @param check of the certificate; {@code null} for a connection that is not encrypted
     */
    private record Route(InetSocketAddress address, String host, TlsCheck check) {}

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
                        send(request, route(request, target, checkIssuer), limits, deadline, () -> timer.cancel(false));
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
        pool.close(CloseMode.IMMEDIATE);
    }

    private static Route route(EndpointRequest request, TargetConnection target, boolean checkIssuer) {
        TlsCheck check = null;
        if (target.isEncrypted(request.uri())) {
            check = target.encryption() == TargetConnection.Encryption.UNCHECKED
                    ? TlsCheck.NONE
                    : checkIssuer ? TlsCheck.FULL : TlsCheck.NAME_AND_DATES;
        }
        return new Route(target.address(), request.uri().host(), check);
    }

    private EndpointResponse send(
            EndpointRequest request, Route route, TimeLimits limits, Deadline deadline, Runnable whenStreamed)
            throws IOException, HttpException {
        Timeout timeout = Timeout.ofMilliseconds(limits.timeoutMillis());
        boolean idempotent = IDEMPOTENT.contains(request.method());
        while (true) {
            PoolEntry<Route, BackendConnection> entry = lease(route, timeout);
            boolean repeatable = false;
            boolean reusable = false;
            boolean streamed = false;
            try {
                if (entry.hasConnection() && !isUsable(entry.getConnection(), idempotent)) {
                    entry.discardConnection(CloseMode.IMMEDIATE);
                }
                repeatable = entry.hasConnection() && idempotent;
                if (!entry.hasConnection()) {
                    entry.assignConnection(connect(route, timeout, deadline));
                }
                BackendConnection connection = entry.getConnection();
                deadline.guard(connection.socket());
                connection.setSocketTimeout(timeout);
                ClassicHttpRequest message = BackendExchange.message(request);
                ClassicHttpResponse response = BackendExchange.exchange(message, connection);
                repeatable = false;
                if (limits.isStream() && response.getEntity() != null) {
                    connection.setSocketTimeout(Timeout.ofMilliseconds(limits.idleMillis()));
                    streamed = true;
                    return new EndpointResponse(
                            response.getCode(),
                            response.getHeaders(),
                            new byte[0],
                            new BackendStream(response.getEntity().getContent(), () -> {
                                whenStreamed.run();
                                release(entry, deadline, false);
                            }));
                }
                byte[] body = BackendExchange.body(response.getEntity());
                reusable = BackendExchange.endsForSure(message, response)
                        && !connection.hasUnreadInput()
                        && keepAlive(entry, message, response);
                return new EndpointResponse(response.getCode(), response.getHeaders(), body);
            } catch (NoHttpResponseException | SocketException e) {
                // A backend may close a connection that was kept open just when the next request is on its way.
                if (!repeatable || deadline.isOver()) {
                    throw e;
                }
            } finally {
                if (!streamed) {
                    release(entry, deadline, reusable);
                }
            }
        }
    }

    /**
     * Whether the backend neither sent what was not asked for, nor closed the connection. The latter takes a
     * millisecond to find out, so only what cannot be sent again looks for it.
     */
    private static boolean isUsable(BackendConnection connection, boolean idempotent) throws IOException {
        return connection.isOpen() && !connection.hasUnreadInput() && (idempotent || !connection.isStale());
    }

    private static boolean keepAlive(
            PoolEntry<Route, BackendConnection> entry, ClassicHttpRequest request, ClassicHttpResponse response) {
        var context = HttpClientContext.create();
        context.setRequestConfig(KEEP_ALIVE);
        entry.updateExpiry(DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context));
        return DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
    }

    private BackendConnection connect(Route route, Timeout timeout, Deadline deadline) throws IOException {
        var socket = new Socket();
        try {
            deadline.guard(socket);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(timeout.toMillisecondsIntBound());
            socket.connect(route.address(), timeout.toMillisecondsIntBound());
            SSLSocket encrypted = route.check() == null ? null : tls.encrypt(socket, route.host(), route.check());
            return new BackendConnection(socket, encrypted);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void release(PoolEntry<Route, BackendConnection> entry, Deadline deadline, boolean reusable) {
        deadline.guard(null);
        if (!reusable) {
            entry.discardConnection(CloseMode.IMMEDIATE);
        }
        pool.release(entry, reusable);
    }

    private PoolEntry<Route, BackendConnection> lease(Route route, Timeout timeout) throws IOException {
        Future<PoolEntry<Route, BackendConnection>> lease = pool.lease(route, null, Timeout.DISABLED, null);
        try {
            return lease.get(timeout.getDuration(), timeout.getTimeUnit());
        } catch (TimeoutException e) {
            lease.cancel(true);
            throw new EndpointTimeoutException();
        } catch (InterruptedException e) {
            lease.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}
