package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.BodyStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What changes, as server-sent events: each is what {@link ConsoleSource#changes} says since the one before, with its
 * revision as id.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent events</a>
 */
final class EventStream implements BodyStream {

    /** How long it is silent at most: by then both sides know whether the other one is still there. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final byte[] SIGN_OF_LIFE = ": \n\n".getBytes(StandardCharsets.UTF_8);

    private final ConsoleSource source;
    private final Runnable closing;
    private long revision;
    private boolean closed;

    /** @param closing told once, when it ends */
    EventStream(ConsoleSource source, long since, Runnable closing) {
        this.source = source;
        this.revision = since;
        this.closing = closing;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        boolean first = true;
        try {
            do {
                ObjectNode changes = source.changes(revision);
                long now = changes.path("revision").asLong();
                out.write(first || now > revision ? frame(now, changes) : SIGN_OF_LIFE);
                out.flush();
                revision = now;
                first = false;
            } while (source.await(revision, SILENCE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The console is closing");
        }
    }

    private static byte[] frame(long revision, ObjectNode changes) {
        return ("id: " + revision + "\ndata: " + Json.write(changes) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closing.run();
        }
    }
}
