package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpResponse;
import org.apache.http.config.MessageConstraints;
import org.apache.http.impl.conn.DefaultManagedHttpClientConnection;
import org.apache.http.impl.io.SessionInputBufferImpl;
import org.apache.http.io.HttpMessageParserFactory;
import org.apache.http.protocol.HttpContext;

/**
 * A connection to a backend. It knows whether something was sent over it that no request asked for: that would be taken
 * for the answer to the next one.
 */
final class BackendConnection extends DefaultManagedHttpClientConnection {

    private static final int BUFFER_BYTES = 8 << 10;
    private static final String UNREAD = "gatelink.unread";

    /** Header values and targets hold one character for each byte, in either direction. */
    BackendConnection(MessageConstraints constraints, HttpMessageParserFactory<HttpResponse> parsers) {
        super(
                "backend",
                BUFFER_BYTES,
                BUFFER_BYTES,
                StandardCharsets.ISO_8859_1.newDecoder(),
                StandardCharsets.ISO_8859_1.newEncoder(),
                constraints,
                null,
                null,
                null,
                parsers);
    }

    /** Whether anything came that was not read. The pool hands out proxies, so it is asked for as an attribute. */
    static boolean hasUnreadInput(HttpClientConnection connection) {
        return Boolean.TRUE.equals(((HttpContext) connection).getAttribute(UNREAD));
    }

    @Override
    public Object getAttribute(String id) {
        return id.equals(UNREAD) ? Boolean.valueOf(hasUnreadInput()) : super.getAttribute(id);
    }

    private boolean hasUnreadInput() {
        try {
            Socket socket = getSocket();
            return ((SessionInputBufferImpl) getSessionInputBuffer()).hasBufferedData()
                    || socket.getInputStream().available() > 0
                    // What is still encrypted does not count as available: a moment's read finds it.
                    || socket instanceof SSLSocket && awaitInput(1);
        } catch (IOException e) {
            return true;
        }
    }
}
