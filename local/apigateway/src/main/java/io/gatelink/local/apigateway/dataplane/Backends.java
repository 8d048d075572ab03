package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.http.Header;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpEntity;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.HttpVersion;
import org.apache.http.NoHttpResponseException;
import org.apache.http.ProtocolException;
import org.apache.http.config.MessageConstraints;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.DefaultConnectionReuseStrategy;
import org.apache.http.impl.client.DefaultConnectionKeepAliveStrategy;
import org.apache.http.impl.conn.DefaultHttpResponseParserFactory;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.message.BasicHttpEntityEnclosingRequest;
import org.apache.http.message.BasicRequestLine;
import org.apache.http.protocol.HttpCoreContext;

/**
 * Calls backends. Of Apache HttpClient it takes the connections, their pool, and the protocol, but not the client: a
 * proxy must send paths and headers as they are, follow nothing, remember nothing and decode nothing.
 */
final class Backends implements Endpoints {

    /** API Gateway's payload limit. */
    private static final int MAX_BODY_BYTES = 10 << 20;

    private static final int MAX_CONNECTIONS = 512;
    private static final int MAX_CONNECTIONS_TO_ONE_TARGET = 128;
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int MAX_HEADERS = 5000;
    private static final int MAX_LINE_LENGTH = 256 << 10;

    /** More does not fit into an answer of ours. */
    private static final int MAX_HEADER_BYTES = 64 << 10;

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
            EndpointRequest request, TargetConnection target, boolean checkIssuer, int timeoutMillis)
            throws IOException {
        var deadline = new Deadline();
        if (target.address() == null) {
            deadline.await(timeoutMillis);
            throw new EndpointTimeoutException();
        }
        try {
            ScheduledFuture<?> timer = deadlines.schedule(deadline, timeoutMillis, TimeUnit.MILLISECONDS);
            try {
                return send(request, target, pool(target, checkIssuer), timeoutMillis, deadline);
            } finally {
                timer.cancel(false);
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
            int timeoutMillis,
            Deadline deadline)
            throws IOException, HttpException {
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
            try {
                deadline.guard(connection);
                var context = HttpCoreContext.create();
                if (!connection.isOpen()) {
                    pool.connect(connection, route, timeoutMillis, context);
                    pool.routeComplete(connection, route, context);
                }
                connection.setSocketTimeout(timeoutMillis);
                HttpResponse response = exchange(request, connection, context);
                repeatable = false;
                byte[] body = body(response.getEntity());
                if (endsForSure(request, response)
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
                deadline.guard(null);
                if (keepAliveMillis < 0) {
                    connection.shutdown();
                }
                pool.releaseConnection(connection, null, Math.max(keepAliveMillis, 1), TimeUnit.MILLISECONDS);
            }
        }
    }

    /**
     * Whether nothing of this answer can still be on its way: a backend that sends a body where there must be none,
     * after HEAD or with 204 or 304, would have the next request answered with it.
     */
    private static boolean endsForSure(EndpointRequest request, HttpResponse response) {
        return response.getEntity() != null
                || !request.method().equals("HEAD")
                        && !response.containsHeader("Content-Length")
                        && !response.containsHeader("Transfer-Encoding");
    }

    private HttpResponse exchange(EndpointRequest request, HttpClientConnection connection, HttpCoreContext context)
            throws IOException, HttpException {
        var message = new BasicHttpEntityEnclosingRequest(
                new BasicRequestLine(request.method(), request.target(), HttpVersion.HTTP_1_1));
        message.setHeaders(request.headers().toArray(Header[]::new));
        if (request.body().length > 0) {
            message.setEntity(new ByteArrayEntity(request.body()));
        }
        context.setAttribute(HttpCoreContext.HTTP_REQUEST, message);
        connection.sendRequestHeader(message);
        if (message.getEntity() != null) {
            connection.sendRequestEntity(message);
        }
        connection.flush();
        HttpResponse response = connection.receiveResponseHeader();
        int status = response.getStatusLine().getStatusCode();
        while (status >= 100 && status < 200) {
            if (status == HttpStatus.SC_SWITCHING_PROTOCOLS) {
                throw new ProtocolException("What follows is no answer over HTTP");
            }
            response = connection.receiveResponseHeader();
            status = response.getStatusLine().getStatusCode();
        }
        if (status < 100 || status > 999) {
            throw new ProtocolException("Status codes have three digits");
        }
        checkHeaders(response);
        if (hasBody(request, status)) {
            connection.receiveResponseEntity(response);
        }
        return response;
    }

    private static boolean hasBody(EndpointRequest request, int status) {
        return !request.method().equals("HEAD")
                && status != HttpStatus.SC_NO_CONTENT
                && status != HttpStatus.SC_NOT_MODIFIED
                && status != HttpStatus.SC_RESET_CONTENT;
    }

    private static void checkHeaders(HttpResponse response) throws UnusableAnswerException {
        long length = 0;
        for (Header header : response.getAllHeaders()) {
            length += header.getName().length() + header.getValue().length();
        }
        if (length > MAX_HEADER_BYTES) {
            throw new UnusableAnswerException("Integration response headers of " + length
                    + " bytes are larger than allowed maximum of " + MAX_HEADER_BYTES + " bytes.");
        }
    }

    private static byte[] body(HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        long length = entity.getContentLength();
        if (length > MAX_BODY_BYTES) {
            throw tooLong(length);
        }
        // Never closed: that would read all that is still to come. The connection is closed instead.
        InputStream content = entity.getContent();
        if (length >= 0) {
            byte[] body = new byte[(int) length];
            content.readNBytes(body, 0, body.length);
            return body;
        }
        byte[] body = content.readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw tooLong(body.length);
        }
        return body;
    }

    private static IOException tooLong(long length) {
        return new UnusableAnswerException("Integration response of reported length " + length
                + " is larger than allowed maximum of " + MAX_BODY_BYTES + " bytes.");
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
