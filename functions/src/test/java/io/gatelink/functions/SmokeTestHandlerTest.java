package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

@Timeout(20)
class SmokeTestHandlerTest {

    private final List<String> requests = new ArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private final RecordingContext context = new RecordingContext();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer api;
    private String authorization = "NONE";
    private String path = "/";
    private String expected = "2xx,3xx";
    private HttpClient httpClient = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(threads);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
        threads.shutdownNow();
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void answering(Answer answer) {
        api.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            answer.to(exchange);
        });
    }

    private void answering(int status, byte[] body) {
        answering(exchange -> {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private void answering(int status, String body) {
        answering(status, body.getBytes(StandardCharsets.UTF_8));
    }

    private String invokeUrl() {
        return "http://127.0.0.1:" + api.getAddress().getPort() + "/_aws/execute-api/api1/live/";
    }

    private Map<String, Object> test() {
        SmokeTestHandler handler = new SmokeTestHandler(httpClient,
                new RequestSigner(StaticCredentialsProvider.create(
                        AwsSessionCredentials.create("AKID", "test", "token")), "us-east-1", Steps.CLOCK),
                path, ExpectedStatus.parse(expected).orElseThrow(),
                () -> nanoTime.getAndAdd(TimeUnit.MILLISECONDS.toNanos(42)), Steps.CLOCK);
        return Steps.run(handler, Steps.input("invokeUrl", invokeUrl(), "authorization", authorization), context);
    }

    @Test
    void oneRequestIsSentAndItsAnswerReported() {
        answering(200, "hello");

        assertThat(test()).isEqualTo(Map.of("method", "GET", "url", invokeUrl(), "status", 200, "latencyMillis", 42,
                "body", "hello"));
        assertThat(requests).containsExactly("GET /_aws/execute-api/api1/live/");
    }

    @Test
    void theConfiguredPathIsAskedForAsItIs() {
        path = "/health/a%20b?deep=1&x=%2F";
        answering(204, "");

        assertThat(test()).containsEntry("url", invokeUrl() + "health/a%20b?deep=1&x=%2F").containsEntry("body", "");
        assertThat(requests).containsExactly("GET /_aws/execute-api/api1/live/health/a%20b?deep=1&x=%2F");
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() {
        answering(exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });

        assertThat(test()).containsEntry("status", 302);
        assertThat(requests).hasSize(1);
    }

    @Test
    void aRequestIsSignedWhereTheApiAsksForIt() {
        authorization = "AWS_IAM";
        List<Map<String, List<String>>> headers = new ArrayList<>();
        answering(exchange -> {
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        test();

        assertThat(headers).singleElement().satisfies(sent -> {
            assertThat(sent.get("Authorization")).singleElement().asString().matches(
                    "AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/execute-api/aws4_request, "
                            + "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
                            + "Signature=[0-9a-f]{64}");
            assertThat(sent.get("X-amz-date")).containsExactly("20260102T030405Z");
            assertThat(sent.get("X-amz-security-token")).containsExactly("token");
            assertThat(sent.get("Host")).containsExactly("127.0.0.1:" + api.getAddress().getPort());
        });
    }

    @Test
    void aRequestIsNotSignedWhereTheApiIsOpen() {
        List<String> signatures = new ArrayList<>();
        answering(exchange -> {
            signatures.add(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        test();

        assertThat(signatures).containsOnlyNulls().hasSize(1);
    }

    @Test
    void anUnexpectedStatusIsAFailureThatShowsHowTheBodyBegins() {
        answering(403, "{\"message\":\"Missing\u0007\nToken\"}");

        assertThatThrownBy(this::test).isInstanceOf(SmokeTestFailedException.class)
                .hasMessage("GET " + invokeUrl() + " answered 403, not 2xx or 3xx; the body begins "
                        + "\"{\\\"message\\\":\\\"Missing\\u0007\\nToken\\\"}\"");
        assertThat(context.lines).noneMatch(line -> line.contains("Missing"));
        assertThat(context.objects()).last().satisfies(line -> assertThat(line).containsEntry("level", "WARN")
                .containsEntry("reason", "GET " + invokeUrl() + " answered 403, not 2xx or 3xx"));
    }

    @Test
    void anUnexpectedAnswerWithoutABodyIsAFailure() {
        answering(500, "");

        assertThatThrownBy(this::test).isInstanceOf(SmokeTestFailedException.class)
                .hasMessage("GET " + invokeUrl() + " answered 500, not 2xx or 3xx");
    }

    @Test
    void theExpectedStatusesCanBeChosen() {
        expected = "401,5xx";
        answering(401, "");

        assertThat(test()).containsEntry("status", 401);
    }

    @Test
    void aBodyIsCutAfterAKilobyte() {
        answering(200, "x".repeat(1_000_000));

        assertThat(test()).containsEntry("body", "x".repeat(1024));
    }

    @Test
    void aBodyIsNotCutWithinACharacter() {
        answering(200, "x".repeat(1022) + "\u20ac" + "y");

        assertThat(test()).containsEntry("body", "x".repeat(1022));
    }

    @Test
    void aBodyThatIsNoTextIsReportedWithReplacementCharacters() {
        answering(200, new byte[] {'a', (byte) 0xff, 'b'});

        assertThat(test()).containsEntry("body", "a\ufffdb");
    }

    @Test
    void aBodyThatNeverEndsIsCutAllTheSame() {
        CountDownLatch cut = new CountDownLatch(1);
        answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[8192]);
                    exchange.getResponseBody().flush();
                }
            } catch (IOException e) {
                cut.countDown();
            }
        });

        assertThat(test()).containsEntry("status", 200);
        assertThat(awaited(cut)).isTrue();
    }

    @Test
    void aBodyThatStallsFailsAfterItsTime() {
        CountDownLatch over = new CountDownLatch(1);
        answering(exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaited(over);
        });

        assertThatThrownBy(() -> httpClient.send(RequestSigner.unsigned("GET", invokeUrl()).build(),
                head -> new FirstKilobyte(java.time.Duration.ofMillis(50)))).isInstanceOf(IOException.class);
        over.countDown();
    }

    @Test
    void aConnectionThatIsRefusedIsAFailure() {
        api.stop(0);

        assertThatThrownBy(this::test).isInstanceOf(SmokeTestFailedException.class)
                .hasMessageStartingWith("GET " + invokeUrl() + " got no answer: ConnectException");
    }

    @Test
    void anAnswerThatBreaksOffIsAFailure() {
        answering(exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('x');
            exchange.close();
        });

        assertThatThrownBy(this::test).isInstanceOf(SmokeTestFailedException.class)
                .hasMessageStartingWith("GET " + invokeUrl() + " got no answer: ");
    }

    @Test
    void anInterruptionIsAFailureAndNotForgotten() throws Exception {
        httpClient = mock(HttpClient.class);
        doThrow(new InterruptedException()).when(httpClient).send(any(), any());

        assertThatThrownBy(this::test).isInstanceOf(SmokeTestFailedException.class)
                .hasMessage("GET " + invokeUrl() + " was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host/live", "ftp://host/live/", "http://host/", "http://u:p@host/live/",
            "http://host/live/?x=/", "http://host/li\nve/", "file:///etc/"})
    void anInvokeUrlThatIsNoneIsRefused(String url) {
        SmokeTestHandler handler = new SmokeTestHandler(httpClient, null, "/",
                ExpectedStatus.parse("200").orElseThrow(), () -> 0, Steps.CLOCK);

        assertThatThrownBy(() -> Steps.run(handler, Steps.input("invokeUrl", url, "authorization", "NONE")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field invokeUrl is " + Text.shown(url) + ": give the invoke URL of a stage as Deploy "
                        + "gave it, with a slash at its end.");
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
