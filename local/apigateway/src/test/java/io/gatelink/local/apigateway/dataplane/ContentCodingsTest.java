package io.gatelink.local.apigateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What AWS documents of compressed payloads.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html">
 *      Payload compression for REST APIs</a>
 */
class ContentCodingsTest {

    private Gateway gateway;
    private Gateway.Backend backend;
    private Response answer = Response.text(200, "text/plain", "hello");

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway();
        backend = gateway.linkedBackend(request -> answer);
        compressFrom(5);
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "identity", "GZIP"})
    void theBackendGetsACompressedRequestAsItWasBefore(String coding) throws Exception {
        var response = gateway.send(gateway.request("/x")
                .header("Content-Encoding", coding)
                .POST(BodyPublishers.ofByteArray(encoded(coding, "body"))));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(backend.request().body()).asString().isEqualTo("body");
        assertThat(backend.request().headers())
                .doesNotContainKey("Content-Encoding")
                .containsEntry("Content-Length", List.of("4"));
    }

    @ParameterizedTest
    @CsvSource({"br, body", "gzip, body", "'gzip, deflate', body", "deflate, ''"})
    void aBodyThatCannotBeDecodedIsAnsweredWith415(String coding, String body) throws Exception {
        var response = gateway.send(
                gateway.request("/x").header("Content-Encoding", coding).POST(BodyPublishers.ofString(body)));

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body()).isEqualTo("{\"message\": \"Unsupported Media Type\"}");
        assertThat(backend.seen()).isEmpty();
    }

    @Test
    void aBodyThatIsTooLongOnceItIsDecodedIsRefused() throws Exception {
        var response = gateway.send(gateway.request("/x")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(encoded("gzip", "a".repeat((10 << 20) + 1)))));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("{\"message\":\"Request Too Long\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip                     | gzip
            deflate                  | deflate
            gzip, deflate, br        | gzip
            br;q=0.5, deflate;q=0.7  | deflate
            gzip;q=0, deflate        | deflate
            br, gzip                 |
            identity, gzip;q=0.9     |
            *                        |
            gzip;q=x                 |
            """)
    void anAnswerIsCompressedAsTheCallerPrefers(String acceptEncoding, String coding) throws Exception {
        HttpResponse<byte[]> response = get(acceptEncoding);

        assertThat(response.headers().firstValue("Content-Encoding").orElse(null))
                .isEqualTo(coding);
        assertThat(decoded(coding, response.body())).isEqualTo("hello");
    }

    @Test
    void aCallerWhoAsksForNoCodingGetsNone() throws Exception {
        assertThat(gateway.get("/x").body()).isEqualTo("hello");
    }

    @Test
    void anAnswerBelowTheMinimumIsNotCompressed() throws Exception {
        compressFrom(6);

        assertThat(get("gzip").body()).asString().isEqualTo("hello");
    }

    @Test
    void anApiWithoutAMinimumDoesNotCompress() throws Exception {
        compressFrom(null);

        assertThat(get("gzip").body()).asString().isEqualTo("hello");
    }

    @Test
    void anAnswerThatTheBackendCompressedPassesAsItIs() throws Exception {
        gateway.binaryMediaTypes.add("*/*");
        compressFrom(0);
        answer = new Response(
                200,
                Map.of("Content-Type", List.of("text/plain"), "Content-Encoding", List.of("br")),
                new byte[] {1, 2, 3});

        HttpResponse<byte[]> response = get("gzip");

        assertThat(response.headers().allValues("Content-Encoding")).containsExactly("br");
        assertThat(response.body()).containsExactly(1, 2, 3);
    }

    private void compressFrom(Integer minimumCompressionSize) {
        gateway.minimumCompressionSize = minimumCompressionSize;
        gateway.stage(gateway.stage.resources(), gateway.stage.variables());
    }

    private HttpResponse<byte[]> get(String acceptEncoding) throws Exception {
        return gateway.client.send(
                gateway.request("/x").header("Accept-Encoding", acceptEncoding).build(), BodyHandlers.ofByteArray());
    }

    private static byte[] encoded(String coding, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out =
                switch (coding) {
                    case "gzip", "GZIP" -> new GZIPOutputStream(bytes);
                    case "deflate" -> new DeflaterOutputStream(bytes);
                    default -> bytes;
                }) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String decoded(String coding, byte[] bytes) throws IOException {
        var in = new ByteArrayInputStream(bytes);
        return new String(
                coding == null
                        ? bytes
                        : (coding.equals("gzip") ? new GZIPInputStream(in) : new InflaterInputStream(in))
                                .readAllBytes(),
                StandardCharsets.UTF_8);
    }
}
