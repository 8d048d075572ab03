package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.http.BodyStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A stream as fast as API Gateway passes it on: the first 10 MB at once, what follows at 2 MB a second.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html">Considerations
 *      for response payload streaming</a>
 */
final class PacedBody implements BodyStream {

    private static final long UNLIMITED_BYTES = 10 << 20;
    private static final long BYTES_A_SECOND = 2 << 20;
    private static final long NANOS_A_SECOND = 1_000_000_000;

    private final BodyStream body;
    private final Consumer<Duration> sleep;

    PacedBody(BodyStream body, Consumer<Duration> sleep) {
        this.body = body;
        this.sleep = sleep;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        // Not closed: that would close the caller's stream.
        body.writeTo(new Pacing(out));
    }

    @Override
    public void close() {
        body.close();
    }

    private final class Pacing extends FilterOutputStream {

        private long written;

        Pacing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            long before = Math.max(written, UNLIMITED_BYTES);
            written += length;
            if (written > before) {
                sleep.accept(Duration.ofNanos((written - before) * NANOS_A_SECOND / BYTES_A_SECOND));
            }
        }
    }
}
