package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection to a backend. It knows whether something was sent over it that no request asked for: that would be taken
 * for the answer to the next one.
 */
final class BackendConnection extends DefaultBHttpClientConnection {

    private static final Http1Config LIMITS = Http1Config.custom()
            .setBufferSize(8 << 10)
            .setMaxHeaderCount(5000)
            .setMaxLineLength(256 << 10)
            .build();

    private final Socket socket;
    private final SSLSocket encrypted;
    private final ResponseParser parser;

    /** @param encrypted what speaks TLS over {@code socket}; {@code null} if it is spoken to in plain */
    BackendConnection(Socket socket, SSLSocket encrypted) throws IOException {
        this(socket, encrypted, new ResponseParser());
        if (encrypted == null) {
            bind(socket);
        } else {
            bind(encrypted, socket);
        }
    }

    /** Header values and targets hold one character for each byte, in either direction. */
    private BackendConnection(Socket socket, SSLSocket encrypted, ResponseParser parser) {
        super(
                LIMITS,
                StandardCharsets.ISO_8859_1.newDecoder(),
                StandardCharsets.ISO_8859_1.newEncoder(),
                null,
                null,
                null,
                config -> parser);
        this.socket = socket;
        this.encrypted = encrypted;
        this.parser = parser;
    }

    /** Shows where what was received is kept. */
    private static final class ResponseParser extends DefaultHttpResponseParser {

        private SessionInputBuffer received;

        ResponseParser() {
            super(LIMITS);
        }

        @Override
        public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
            received = buffer;
            return super.parse(buffer, in);
        }
    }

    /** What everything goes through. */
    Socket socket() {
        return socket;
    }

    /** Whether anything came that was not read. */
    boolean hasUnreadInput() {
        try {
            return parser.received != null && parser.received.length() > 0
                    || (encrypted == null ? socket : encrypted).getInputStream().available() > 0
                    // What is still encrypted does not count as available: a moment's read finds it.
                    || encrypted != null && isDataAvailable(Timeout.ofMilliseconds(1));
        } catch (IOException e) {
            return true;
        }
    }
}
