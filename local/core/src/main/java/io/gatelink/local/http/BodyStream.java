package io.gatelink.local.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A response's body that is passed on as it comes. Who has one closes it, written or not: its source waits for that.
 */
public interface BodyStream extends AutoCloseable {

    /**
     * Writes the body to its end, and flushes after each piece that comes.
     *
     * @throws IOException if the source breaks off, or {@code out} does
     */
    void writeTo(OutputStream out) throws IOException;

    @Override
    void close();
}
