package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.BodyStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a backend still sends. Its connection is not used again: what is left on it belongs to this answer. */
final class BackendStream implements BodyStream {

    private static final int BUFFER_BYTES = 16 << 10;

    private final InputStream content;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param release frees the connection */
    BackendStream(InputStream content, Runnable release) {
        this.content = content;
        this.release = release;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            release.run();
        }
    }
}
