package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.io.InputStream;
import org.apache.http.Header;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpEntity;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.HttpStatus;
import org.apache.http.HttpVersion;
import org.apache.http.ProtocolException;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.message.BasicHttpEntityEnclosingRequest;
import org.apache.http.message.BasicRequestLine;
import org.apache.http.protocol.HttpCoreContext;

/** One request and its answer on a connection to a backend. */
final class BackendExchange {

    /** API Gateway's payload limit. */
    private static final int MAX_BODY_BYTES = 10 << 20;

    /** More does not fit into an answer of ours. */
    private static final int MAX_HEADER_BYTES = 64 << 10;

    private BackendExchange() {}

    /**
     * Whether nothing of this answer can still be on its way: a backend that sends a body where there must be none,
     * after HEAD or with 204 or 304, would have the next request answered with it.
     */
    static boolean endsForSure(EndpointRequest request, HttpResponse response) {
        return response.getEntity() != null
                || !request.method().equals("HEAD")
                        && !response.containsHeader("Content-Length")
                        && !response.containsHeader("Transfer-Encoding");
    }

    /** Sends a request and receives the answer up to its body. */
    static HttpResponse exchange(EndpointRequest request, HttpClientConnection connection, HttpCoreContext context)
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

    private static void checkHeaders(HttpResponse response) throws Backends.UnusableAnswerException {
        long length = 0;
        for (Header header : response.getAllHeaders()) {
            length += header.getName().length() + header.getValue().length();
        }
        if (length > MAX_HEADER_BYTES) {
            throw new Backends.UnusableAnswerException("Integration response headers of " + length
                    + " bytes are larger than allowed maximum of " + MAX_HEADER_BYTES + " bytes.");
        }
    }

    /** The whole body, as far as API Gateway passes on one that it buffers. */
    static byte[] body(HttpEntity entity) throws IOException {
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
        return new Backends.UnusableAnswerException("Integration response of reported length " + length
                + " is larger than allowed maximum of " + MAX_BODY_BYTES + " bytes.");
    }
}
