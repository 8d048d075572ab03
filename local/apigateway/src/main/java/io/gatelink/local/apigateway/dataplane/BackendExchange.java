package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

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
    static boolean endsForSure(ClassicHttpRequest request, ClassicHttpResponse response) {
        return response.getEntity() != null
                || !request.getMethod().equals("HEAD")
                        && !response.containsHeader("Content-Length")
                        && !response.containsHeader("Transfer-Encoding");
    }

    /** A request as it goes over the wire: the target and the headers as they are. */
    static ClassicHttpRequest message(EndpointRequest request) {
        var message = new BasicClassicHttpRequest(request.method(), null, null, request.target());
        message.setHeaders(request.headers().toArray(Header[]::new));
        if (request.body().length > 0) {
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        return message;
    }

    /** Sends a request and receives the answer up to its body. */
    static ClassicHttpResponse exchange(ClassicHttpRequest request, BackendConnection connection)
            throws IOException, HttpException {
        connection.sendRequestHeader(request);
        connection.sendRequestEntity(request);
        connection.flush();
        ClassicHttpResponse response = connection.receiveResponseHeader();
        while (response.getCode() >= 100 && response.getCode() < 200) {
            if (response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
                throw new ProtocolException("What follows is no answer over HTTP");
            }
            response = connection.receiveResponseHeader();
        }
        if (response.getCode() < 100 || response.getCode() > 999) {
            throw new ProtocolException("Status codes have three digits");
        }
        checkHeaders(response);
        if (hasBody(request, response.getCode())) {
            connection.receiveResponseEntity(response);
        }
        return response;
    }

    private static boolean hasBody(ClassicHttpRequest request, int status) {
        return !request.getMethod().equals("HEAD")
                && status != HttpStatus.SC_NO_CONTENT
                && status != HttpStatus.SC_NOT_MODIFIED
                && status != HttpStatus.SC_RESET_CONTENT;
    }

    private static void checkHeaders(ClassicHttpResponse response) throws Backends.UnusableAnswerException {
        long length = 0;
        for (Header header : response.getHeaders()) {
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
