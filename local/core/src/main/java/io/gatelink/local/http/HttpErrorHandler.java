package io.gatelink.local.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * What is said to a caller whose request never got as far as the handler, or was no HTTP request at all: the status in
 * words, nothing more.
 */
final class HttpErrorHandler extends ErrorHandler {

    private static final RequestIds IDS = new RequestIds("unread");

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        byte[] body = body(response.getStatus());
        // The connection ends with this answer, and its other end has to know.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put("x-amzn-RequestId", IDS.next());
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    /** For an answer to a request that the handler never saw. */
    static String requestId() {
        return IDS.next();
    }

    static byte[] body(int status) {
        return body(HttpStatus.getMessage(status));
    }

    static byte[] body(String message) {
        return ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.US_ASCII);
    }
}
