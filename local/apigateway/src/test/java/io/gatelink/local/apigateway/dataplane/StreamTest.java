package io.gatelink.local.apigateway.dataplane;

import static io.gatelink.local.apigateway.dataplane.Gateway.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.http.BodyStream;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Integrations whose answers are passed on as they come, from a real backend to a real caller. */
class StreamTest {

    private final CountDownLatch go = new CountDownLatch(1);
    private Gateway gateway;
    private Writing writing;

    /** What the backend sends. */
    private interface Writing {

        void to(OutputStream out) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway();
        gateway.linkedBackend(request -> new Response(
                200,
                Map.of("Content-Type", List.of("text/event-stream"), "X-Backend", List.of("b"), "Server", List.of("s")),
                new byte[0],
                new BodyStream() {
                    @Override
                    public void writeTo(OutputStream out) throws IOException {
                        writing.to(out);
                    }

                    @Override
                    public void close() {
                        // Holds nothing.
                    }
                }));
        stream(5000);
    }

    @AfterEach
    void stop() {
        go.countDown();
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @Test
    void headersAndPiecesArriveAsTheBackendSendsThem() throws Exception {
        writing = out -> {
            out.flush();
            await(go);
            write(out, "last");
        };

        HttpResponse<InputStream> answer = get();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(answer.headers().firstValue("X-Backend")).hasValue("b");
        assertThat(answer.headers().firstValue("x-amzn-Remapped-Server")).hasValue("s");
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).isEmpty();
        go.countDown();
        assertThat(text(answer)).isEqualTo("last");
    }

    @Test
    void aPieceIsThereBeforeTheNextOneIsSent() throws Exception {
        writing = out -> {
            write(out, "first");
            await(go);
            write(out, "second");
        };

        HttpResponse<InputStream> answer = get();

        assertThat(new String(answer.body().readNBytes(5), StandardCharsets.UTF_8))
                .isEqualTo("first");
        go.countDown();
        assertThat(text(answer)).isEqualTo("second");
    }

    @Test
    void bytesPassUnchangedAndUncompressed() throws Exception {
        gateway.minimumCompressionSize = 0;
        stream(5000);
        byte[] sent = {(byte) 0xFF, 0, (byte) 0xC3, 'a'};
        writing = out -> out.write(sent);

        HttpResponse<byte[]> answer = gateway.client.send(
                gateway.request("/").header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());

        assertThat(answer.body()).isEqualTo(sent);
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void aBackendThatBreaksOffCutsTheConnection() throws Exception {
        writing = out -> {
            write(out, "half");
            throw new IOException("broken off");
        };

        HttpResponse<InputStream> answer = get();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void aBackendThatSendsNothingForTooLongCutsTheConnection() throws Exception {
        gateway.streamIdleTimeout = Duration.ofMillis(50);
        writing = out -> {
            write(out, "half");
            await(go);
        };

        HttpResponse<InputStream> answer = get();

        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void theTimeoutOfTheIntegrationIsForTheWholeStream() throws Exception {
        stream(300);
        writing = out -> {
            write(out, "half");
            await(go);
        };

        HttpResponse<InputStream> answer = get();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
    }

    @Test
    void withoutHeadersInTimeItIsATimeOut() throws Exception {
        int silent = gateway.backend(request -> {
                    await(go);
                    return Response.empty(200);
                })
                .port();
        gateway.link("link1", silent);
        stream(100);

        HttpResponse<InputStream> answer = get();

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(text(answer)).isEqualTo("{\"message\": \"Endpoint request timed out\"}");
    }

    @Test
    void anAnswerWithoutABodyIsWhole() throws Exception {
        int empty = gateway.backend(request -> Response.empty(204)).port();
        gateway.link("link1", empty);

        assertThat(gateway.get("/").statusCode()).isEqualTo(204);
    }

    @Test
    void aCallerWhoHangsUpFreesTheBackend() throws Exception {
        var freed = new CountDownLatch(1);
        writing = out -> {
            try {
                while (true) {
                    write(out, "more".repeat(1000));
                }
            } catch (IOException e) {
                freed.countDown();
                throw e;
            }
        };

        HttpResponse<InputStream> answer = get();
        assertThat(answer.body().readNBytes(4)).hasSize(4);
        answer.body().close();

        freed.await();
    }

    @Test
    void aTestInvocationReadsTheStreamToItsEnd() {
        writing = out -> {
            write(out, "one ");
            write(out, "two");
        };

        Response answer = gateway.executeApi()
                .test(
                        new LiveStage("api1", "", Map.of("vpcLinkId", "link1"), gateway.stage.resources()),
                        "/",
                        new Request("GET", "/", "", Map.of(), null),
                        InvocationLog.NONE);

        assertThat(answer.stream()).isNull();
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("one two");
    }

    private void stream(int timeoutInMillis) {
        gateway.stage(resource(
                "/",
                new Integration(
                        "HTTP_PROXY",
                        "ANY",
                        "http://nlb.example.com",
                        "VPC_LINK",
                        "${stageVariables.vpcLinkId}",
                        null,
                        null,
                        Map.of(),
                        Map.of(),
                        "WHEN_NO_MATCH",
                        null,
                        timeoutInMillis,
                        "ns",
                        List.of(),
                        Map.of(),
                        null,
                        "STREAM",
                        Set.of())));
    }

    private HttpResponse<InputStream> get() throws Exception {
        return gateway.client.send(gateway.request("/").build(), BodyHandlers.ofInputStream());
    }

    private static String text(HttpResponse<InputStream> answer) throws IOException {
        return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
