package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetApiKeyRequest;
import software.amazon.awssdk.services.apigateway.model.GetApiKeyResponse;

@Timeout(20)
class SmokeTestHandlerTest {

    private final List<String> requests = new ArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private final RecordingContext context = new RecordingContext();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer api;
    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private String authorization = "NONE";
    private String apiKeyId;
    private String requestedAt;
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
                aws, () -> nanoTime.getAndAdd(TimeUnit.MILLISECONDS.toNanos(42)), Steps.CLOCK);
        return Steps.run(handler, input(invokeUrl()), context);
    }

    private Map<String, Object> input(String url) {
        return Steps.input("restApiId", "api1", "rootResourceId", "root1", "stage", "live", "invokeUrl", url,
                "vpcEndpointIds", "", "authorization", authorization, "apiKeyId", apiKeyId, "path", path,
                "expect", expected, "startedAt", "2026-01-02T03:04:00.000Z", "requestedAt", requestedAt);
    }

    /** Refuses what has neither a signature nor the key, as API Gateway does. */
    private void guarding(int status, int refusal, String errorType) {
        answering(exchange -> {
            boolean lets = exchange.getRequestHeaders().containsKey("Authorization")
                    || List.of("the key's value").equals(exchange.getRequestHeaders().get("x-api-key"));
            if (!lets && errorType != null) {
                exchange.getResponseHeaders().add("x-amzn-ErrorType", errorType);
            }
            exchange.sendResponseHeaders(lets ? status : refusal, -1);
            exchange.close();
        });
    }

    @Test
    void aRequestWithoutASignatureHasToBeRefused() {
        authorization = "AWS_IAM";
        guarding(200, 403, "MissingAuthenticationTokenException");

        assertThat(test()).containsEntry("status", 200);
        assertThat(requests).hasSize(2);
    }

    @Test
    void theKeyIsSentAndAppearsNowhereElse() {
        authorization = "API_KEY";
        apiKeyId = "key1";
        doReturn(GetApiKeyResponse.builder().id("key1").value("the key's value").build())
                .when(aws).getApiKey(GetApiKeyRequest.builder().apiKey("key1").includeValue(true).build());
        guarding(200, 403, "ForbiddenException");

        assertThat(test().toString()).contains("status=200").doesNotContain("the key's value");
        assertThat(requests).hasSize(2);
        assertThat(context.lines).noneMatch(line -> line.contains("the key's value"));
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, 200, a signature", "AWS_IAM, 404, a signature", "API_KEY, 502, a key"})
    void anApiThatLetsInWhoeverComesIsNotPublished(String asked, int answer, String what) {
        authorization = asked;
        apiKeyId = "key1";
        doReturn(GetApiKeyResponse.builder().value("the key's value").build())
                .when(aws).getApiKey(any(GetApiKeyRequest.class));
        guarding(200, answer, "SomeException");

        assertThatThrownBy(this::test).isInstanceOf(OpenApiException.class)
                .hasMessage("GET " + invokeUrl() + " without " + what + " answered " + answer + ", not 403: the API lets in "
                        + "callers whom " + asked + " is to keep out, so it is not published.");
    }

    @Test
    void aBackendThatRefusesIsNotTakenForApiGateway() {
        authorization = "AWS_IAM";
        guarding(200, 403, null);

        assertThatThrownBy(this::test).isInstanceOf(OpenApiException.class)
                .hasMessage("GET " + invokeUrl() + " without a signature answered 403 without API Gateway's header "
                        + "x-amzn-ErrorType: the backend refused, and so API Gateway had let the request in. The API is not "
                        + "published.");
    }

    @Test
    void aThrottledRequestSaysNothingAndIsTriedAgain() {
        authorization = "AWS_IAM";
        guarding(200, 429, "TooManyRequestsException");

        assertThatThrownBy(this::test).isInstanceOf(SmokeTestFailedException.class)
                .hasMessage("GET " + invokeUrl() + " without a signature answered 429, which does not say whether the API "
                        + "is open");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "null", value = {"null, 5", "2026-01-02T03:00:05Z, 240", "yesterday, 5"})
    void theLogSaysHowLongThePublicationTook(String requested, long lagSeconds) {
        requestedAt = requested;
        answering(200, "hello");

        assertThat(test()).containsEntry("lagSeconds", (int) lagSeconds);
        assertThat(context.objects()).anySatisfy(line -> assertThat(line)
                .containsEntry("message", "Smoke test passed").containsEntry("lagSeconds", (int) lagSeconds));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "path | health | give a path of at most 256 characters that begins with a slash, percent-encoded where needed, "
                + "without //, /./ and /../",
        "path | /{% x %} | give a path of at most 256 characters that begins with a slash, percent-encoded where needed, "
                + "without //, /./ and /../",
        "expect | 2XX | give statuses and classes of statuses with commas or spaces between them, such as 2xx or 200 401"})
    void aPathAndStatusesThatAreNoneAreRefused(String field, String value, String remedy) {
        Map<String, Object> input = input(invokeUrl());
        input.put(field, value);

        assertThatThrownBy(() -> Steps.run(new SmokeTestHandler(httpClient, null, aws, () -> 0, Steps.CLOCK), input))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("Input field " + field + " is \"" + value + "\": " + remedy + ".");
    }

    @Test
    void oneRequestIsSentAndItsAnswerReported() {
        answering(200, "hello");

        assertThat(test()).isEqualTo(Map.of("method", "GET", "url", invokeUrl(), "status", 200, "latencyMillis", 42,
                "body", "hello", "lagSeconds", 5, "invokeUrl", invokeUrl(), "warnings", List.of()));
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
            exchange.getResponseHeaders().add("x-amzn-ErrorType", "MissingAuthenticationTokenException");
            exchange.sendResponseHeaders(headers.size() == 1 ? 200 : 403, -1);
            exchange.close();
        });
        test();

        assertThat(headers).hasSize(2);
        assertThat(headers.get(1)).doesNotContainKey("Authorization");
        assertThat(headers).first().satisfies(sent -> {
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
        SmokeTestHandler handler = new SmokeTestHandler(httpClient, null, aws, () -> 0, Steps.CLOCK);

        assertThatThrownBy(() -> Steps.run(handler, input(url)))
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
