package io.gatelink.local.apigateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.BodyStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class PacedBodyTest {

    private static final int MEGABYTE = 1 << 20;

    private final ArrayList<Duration> slept = new ArrayList<>();

    @Test
    void theFirst10MbPassAtOnceAndTheRestAt2MbASecond() throws IOException {
        var out = new ByteArrayOutputStream();

        new PacedBody(pieces(9 * MEGABYTE, MEGABYTE, MEGABYTE, 3 * MEGABYTE), slept::add).writeTo(out);

        assertThat(out.size()).isEqualTo(14 * MEGABYTE);
        assertThat(slept).containsExactly(Duration.ofMillis(500), Duration.ofMillis(1500));
    }

    @Test
    void whatExceeds10MbOfOnePieceIsSlowedDown() throws IOException {
        new PacedBody(pieces(11 * MEGABYTE), slept::add).writeTo(OutputStream.nullOutputStream());

        assertThat(slept).containsExactly(Duration.ofMillis(500));
    }

    private static BodyStream pieces(int... lengths) {
        return new BodyStream() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                for (int length : lengths) {
                    out.write(new byte[length]);
                }
            }

            @Override
            public void close() {
                // Holds nothing.
            }
        };
    }
}
