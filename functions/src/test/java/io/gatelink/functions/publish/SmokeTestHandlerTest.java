package io.gatelink.functions.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.Environment;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.FakeClients;
import io.gatelink.functions.lambda.SmokeTestFailedException;
import io.gatelink.functions.lambda.SwitchFailedException;
import io.gatelink.functions.lambda.TaskHandler;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.lambda.WeakAuthorizationException;
import io.gatelink.functions.wanted.Wanted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetApiKeyRequest;
import software.amazon.awssdk.services.apigateway.model.GetApiKeyResponse;

@Timeout(20)
class SmokeTestHandlerTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    private final List<String> requests = new ArrayList<>();
    private final List<Map<String, List<String>>> headers = new ArrayList<>();
    private final ApiGatewayClient aws = mock(ApiGatewayClient.class, CALLS_REAL_METHODS);
    private HttpServer api;
    private String authorization = "NONE";
    private String requestedAt = "2026-01-02T03:04:00.000Z";
    private String path = "/";
    private boolean affected;
    private MapBasePathHandler.Output domain;
    private boolean domainOnly;

    @BeforeEach
    void start() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void answering(Answer answer) {
        api.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            answer.to(exchange);
            exchange.close();
        });
    }

    private void answering(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        answering(exchange -> {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    /** Refuses what has neither a signature nor the key, as API Gateway does. */
    private void guarding(int refusal, String errorType) {
        answering(exchange -> {
            boolean lets = exchange.getRequestHeaders().containsKey("Authorization")
                    || List.of("the key's value")
                            .equals(exchange.getRequestHeaders().get("x-api-key"));
            if (!lets && errorType != null) {
                exchange.getResponseHeaders().add("x-amzn-ErrorType", errorType);
            }
            exchange.sendResponseHeaders(lets ? 200 : refusal, -1);
        });
        doReturn(GetApiKeyResponse.builder().value("the key's value").build())
                .when(aws)
                .getApiKey(any(GetApiKeyRequest.class));
    }

    private String invokeUrl() {
        return "http://127.0.0.1:" + api.getAddress().getPort() + "/_aws/execute-api/api1/live/";
    }

    private SmokeTestHandler.Output test() {
        var context = mock(Context.class);
        when(context.getLogger()).thenReturn(mock(LambdaLogger.class));
        var nanoTime = new AtomicLong();
        AwsClients clients = FakeClients.of(
                Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "GATELINK_OWNER",
                        "stack",
                        "DOMAIN_ONLY",
                        Boolean.toString(domainOnly)),
                CLOCK);
        when(clients.apiGateway(any())).thenReturn(aws);
        Environment environment = clients.environment();
        when(environment.clock()).thenReturn(CLOCK);
        when(environment.sdkHttpClient(any(), any())).thenCallRealMethod();
        when(environment.credentials())
                .thenReturn(StaticCredentialsProvider.create(AwsSessionCredentials.create("AKID", "test", "token")));
        when(environment.nanoTime()).thenAnswer(call -> nanoTime.getAndAdd(TimeUnit.MILLISECONDS.toNanos(42)));
        var run = new TaskHandler.Run(
                ExecutionArn.of("arn:aws:states:us-east-1:123456789012:execution:publish:orders-1"),
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/orders/50dc6c49",
                TaskLog.of(context, CLOCK, SmokeTestHandler.class));
        return new SmokeTestHandler(clients)
                .handle(
                        new SmokeTestHandler.Input(
                                "api1",
                                "root1",
                                invokeUrl(),
                                domain,
                                "key1",
                                affected,
                                new Wanted(
                                        "http://orders.example.com:80",
                                        authorization,
                                        "live",
                                        path,
                                        "2xx,3xx",
                                        "29000",
                                        "http_proxy",
                                        "buffered",
                                        null,
                                        null,
                                        domain == null ? null : "api.example.com/orders",
                                        "0".repeat(64)),
                                requestedAt),
                        run);
    }

    @Test
    void oneRequestIsSentAndItsAnswerReported() {
        path = "/health/a%20b?deep=1&x=%2F";
        answering(200, "hello");

        String url = invokeUrl() + "health/a%20b?deep=1&x=%2F";
        assertThat(test())
                .isEqualTo(new SmokeTestHandler.Output("GET", url, 200, 42, "hello", 5, invokeUrl(), List.of()));
        assertThat(requests).containsExactly("GET /_aws/execute-api/api1/live/health/a%20b?deep=1&x=%2F");
        assertThat(headers.get(0)).doesNotContainKey("Authorization");
    }

    private String domainUrl() {
        return "http://api.example.com:" + api.getAddress().getPort() + "/orders/";
    }

    private List<String> hosts() {
        return headers.stream().map(all -> all.get("Host").get(0)).toList();
    }

    @Test
    void theCustomDomainIsTestedWhereItsNameIsToLeadWhateverDnsSaysOfIt() {
        domain = new MapBasePathHandler.Output(domainUrl(), "localhost", "Z1");
        authorization = "AWS_IAM";
        guarding(403, "MissingAuthenticationTokenException");

        SmokeTestHandler.Output output = test();
        assertThat(output.invokeUrl()).isEqualTo(domainUrl());
        assertThat(output.url()).isEqualTo(domainUrl());
        String own = "GET /_aws/execute-api/api1/live/";
        assertThat(requests).containsExactly(own, own, "GET /orders/", "GET /orders/");
        int port = api.getAddress().getPort();
        assertThat(hosts().subList(2, 4)).containsOnly("api.example.com:" + port);
        assertThat(headers.get(2).get("Authorization").get(0)).contains("SignedHeaders=host;");
    }

    @Test
    void whereCallersHaveTheCustomDomainOnlyNothingElseIsTested() {
        domain = new MapBasePathHandler.Output(domainUrl(), "localhost", "Z1");
        domainOnly = true;
        answering(200, "");

        assertThat(test().invokeUrl()).isEqualTo(domainUrl());
        assertThat(requests).containsExactly("GET /orders/");
    }

    @Test
    void theAnswerSaysHowLongThePublicationTook() {
        requestedAt = "2026-01-02T03:00:05Z";
        answering(200, "");

        assertThat(test().lagSeconds()).isEqualTo(240);
    }

    @Test
    void aRequestIsSignedAndOneWithoutASignatureHasToBeRefused() {
        authorization = "AWS_IAM";
        guarding(403, "MissingAuthenticationTokenException");

        assertThat(test().status()).isEqualTo(200);
        assertThat(headers).hasSize(2);
        assertThat(headers.get(0).get("Authorization"))
                .singleElement()
                .asString()
                .matches("AWS4-HMAC-SHA256 Credential=AKID/20260102/us-east-1/execute-api/aws4_request, "
                        + "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
                        + "Signature=[0-9a-f]{64}");
        assertThat(headers.get(1)).doesNotContainKey("Authorization");
    }

    @Test
    void theKeyIsSentAndAppearsNowhereElse() {
        authorization = "API_KEY";
        guarding(403, "ForbiddenException");

        assertThat(test().toString()).contains("status=200").doesNotContain("the key's value");
        assertThat(requests).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"AWS_IAM, 200, a signature", "AWS_IAM, 404, a signature", "API_KEY, 502, a key"})
    void anApiThatLetsInAllCallersIsNotPublished(String asked, int answer, String what) {
        authorization = asked;
        guarding(answer, "SomeException");

        assertThatThrownBy(this::test)
                .isInstanceOf(WeakAuthorizationException.class)
                .hasMessage(
                        "GET " + invokeUrl() + " without " + what + " answered " + answer + ", not 403: the API lets "
                                + "in callers that " + asked + " is to keep out, so it is not published.");
    }

    @Test
    void aBackendThatRefusesIsNotTakenForApiGateway() {
        authorization = "AWS_IAM";
        guarding(403, null);

        assertThatThrownBy(this::test)
                .isInstanceOf(WeakAuthorizationException.class)
                .hasMessage("GET " + invokeUrl() + " without a signature answered 403 without API Gateway's header "
                        + "x-amzn-ErrorType: the backend refused, so API Gateway had let the request in. The API is "
                        + "not "
                        + "published.");
    }

    @ParameterizedTest
    @CsvSource({"COGNITO, 200, UnauthorizedException", "CUSTOM, 403, ", "CUSTOM, 401, "})
    void anApiWhoseCallersSendTokensHasToRefuseRequestsWithoutOneItself(String asked, int answer, String errorType) {
        authorization = asked;
        guarding(answer, errorType);

        assertThatThrownBy(this::test)
                .isInstanceOf(WeakAuthorizationException.class)
                .hasMessage("GET " + invokeUrl() + " without a token answered " + answer
                        + (answer == 401
                                ? " without API Gateway's header x-amzn-ErrorType: the backend refused, so API Gateway "
                                        + "had let the request in. The API is not published."
                                : ", not 401: the API lets in callers that " + asked
                                        + " is to keep out, so it is not published."));
    }

    @Test
    void aRefusalBeforeTheTokenIsAskedForSaysNothingAndIsTriedAgain() {
        authorization = "COGNITO";
        guarding(403, "ForbiddenException");

        assertThatThrownBy(this::test)
                .isInstanceOf(SmokeTestFailedException.class)
                .hasMessage("GET " + invokeUrl() + " without a token answered 403 from API Gateway itself, which does "
                        + "not tell whether it asks for a token: look at the API's resource policy, and at AWS WAF.");
    }

    @Test
    void aThrottledRequestSaysNothingAndIsTriedAgain() {
        authorization = "AWS_IAM";
        guarding(429, "TooManyRequestsException");

        assertThatThrownBy(this::test)
                .isInstanceOf(SmokeTestFailedException.class)
                .hasMessage("GET " + invokeUrl() + " without a signature answered 429, which does not tell whether the "
                        + "API is open: it is tried again.");
    }

    @Test
    void aFailureSaysNothingOfTheBody() {
        answering(503, "a secret");

        assertThatThrownBy(this::test)
                .isInstanceOf(SmokeTestFailedException.class)
                .hasMessage(
                        "GET " + invokeUrl() + " answered 503 (no content type, 8 bytes), not 2xx or 3xx: the backend "
                                + "fails; look at its log and at the health of the load balancer's targets, or set "
                                + "the load "
                                + "balancer's tag gatelink:path to a path that the backend answers as expected, or "
                                + "gatelink:expect to a list that has 503.");
    }

    @Test
    void aFailureThatAffectsCallersIsAnotherOne() {
        affected = true;
        api.stop(0);

        assertThatThrownBy(this::test)
                .isInstanceOf(SwitchFailedException.class)
                .hasMessage("GET " + invokeUrl()
                        + " got no answer (HttpHostConnectException): look at the health of the load "
                        + "balancer's targets, and at whether its security groups and those of the targets let "
                        + "requests in, or set the load balancer's tag gatelink:path to a path that is answered within "
                        + "20 s.");
    }

    @ParameterizedTest
    @CsvSource({"1024, x, 1024", "1022, \u20acy, 1022"})
    void aBodyIsCutAfterAKilobyteAndNotWithinACharacter(int length, String more, int kept) {
        answering(200, "x".repeat(length) + more + "z".repeat(2000));

        assertThat(test().body()).isEqualTo("x".repeat(kept));
    }
}
