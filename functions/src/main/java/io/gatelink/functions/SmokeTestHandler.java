package io.gatelink.functions;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * Sends one HTTP request through the published API, signed or with the API's key where it asks for that, and looks at the
 * answer; then, unless the API is open, the same without either, which API Gateway has to refuse.
 *
 * <p>A private API cannot be called from here: {@link PrivateApiProbe} tests it as far as that goes, and says how far.
 *
 * <p>API Gateway waits for an integration for 29 s at most, and then answers itself: so an answer that takes longer than
 * {@link #TIMEOUT} never comes.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html">Gateway
 *      response types</a>
 */
public final class SmokeTestHandler extends StepHandler<SmokeTestHandler.Input, SmokeTestHandler.Output> {

    /** For the answer's head, and for its body. */
    static final Duration TIMEOUT = Duration.ofSeconds(35);

    /** The same for an answer that API Gateway gives without the backend. */
    private static final Duration REFUSAL_TIMEOUT = Duration.ofSeconds(10);

    private static final String METHOD = "GET";
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String API_KEY_HEADER = "x-api-key";

    /** Says that API Gateway refused, and not the backend. */
    private static final String ERROR_TYPE_HEADER = "x-amzn-ErrorType";

    /** How much of a test invocation's body is kept, in characters. */
    private static final int BODY = 1024;

    /** How much of an unexpected answer's body goes into the failure, in characters. */
    private static final int BODY_IN_FAILURE = 200;

    private final HttpClient httpClient;
    private final RequestSigner signer;
    private final ApiGatewayClient apiGateway;
    private final LongSupplier nanoTime;
    private final InstantSource clock;

    /** For Lambda. */
    public SmokeTestHandler() {
        this(Environment.current(), new Settings(Environment.current()));
    }

    private SmokeTestHandler(Environment environment, Settings settings) {
        this(environment.httpClient(),
                new RequestSigner(environment.credentials(), settings.region(), environment.clock()),
                Clients.apiGateway(environment, TestInvocation.PATIENCE), environment::nanoTime, environment.clock());
    }

    SmokeTestHandler(HttpClient httpClient, RequestSigner signer, ApiGatewayClient apiGateway, LongSupplier nanoTime,
            InstantSource clock) {
        super(Input.class, clock);
        this.httpClient = httpClient;
        this.signer = signer;
        this.apiGateway = apiGateway;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /**
     * Where to send the request, and what is to come back.
     *
     * @param restApiId      the API's
     * @param rootResourceId of its resource {@code /}
     * @param stage          the name of its stage
     * @param invokeUrl      of the stage, with a slash at its end
     * @param vpcEndpointIds with commas, if the stack's APIs are private, or an empty string
     * @param authorization  of the API's methods: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param apiKeyId       the id of the key to send, if the API asks for one
     * @param path           to ask for, below the stage
     * @param expect         statuses and classes of statuses, with commas between them
     * @param startedAt      when the execution started
     * @param requestedAt    when the publication was asked for, if somebody says so
     */
    public record Input(String execution, String loadBalancerArn, String restApiId, String rootResourceId, String stage,
            String invokeUrl, String vpcEndpointIds, String authorization, @Nullable String apiKeyId, String path,
            String expect, String startedAt, @Nullable String requestedAt) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("restApiId", restApiId);
            Checks.id("rootResourceId", rootResourceId);
            Checks.asked("stage", stage, LoadBalancerTag.STAGE);
            Checks.invokeUrl("invokeUrl", invokeUrl);
            VpcEndpoints.check(vpcEndpointIds);
            Checks.authorization(authorization);
            if (authorization.equals(Authorization.API_KEY)) {
                Checks.id("apiKeyId", apiKeyId == null ? "" : apiKeyId);
            }
            Checks.asked("path", path, LoadBalancerTag.PATH);
            Checks.asked("expect", expect, LoadBalancerTag.EXPECT);
        }

        String url() {
            return invokeUrl + path.substring(1);
        }

        private Optional<Instant> since() {
            return Text.instant(requestedAt).or(() -> Text.instant(startedAt));
        }
    }

    /**
     * What came back.
     *
     * @param url           that was asked for; of a private API, as a caller does it through the first VPC endpoint
     * @param latencyMillis from the request to the last byte that was read of the answer
     * @param body          its first kilobyte
     * @param lagSeconds    from when the publication was asked for until now; -1 if nobody knows when that was
     * @param invokeUrl     by which callers reach the stage, with a slash at its end
     * @param warnings      what this test does not show
     */
    public record Output(String method, String url, int status, long latencyMillis, String body, long lagSeconds,
            String invokeUrl, List<String> warnings) {

        public Output {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @throws SmokeTestFailedException if another status came back than expected, or no answer
     * @throws OpenApiException         if a request without signature and key was not refused
     */
    @Override
    Output handle(Input input, StepLog log) {
        List<String> vpcEndpointIds = VpcEndpoints.ids(input.vpcEndpointIds());
        Output output = !vpcEndpointIds.isEmpty()
                && ApiSettings.isPrivate(apiGateway.getRestApi(api -> api.restApiId(input.restApiId())))
                ? invoke(input, vpcEndpointIds.get(0)) : request(input);
        log.with("url", output.url()).with("status", output.status()).with("latencyMillis", output.latencyMillis())
                .with("lagSeconds", output.lagSeconds()).info("Smoke test passed");
        return output;
    }

    /** From outside the VPC, by API Gateway itself. */
    private Output invoke(Input input, String vpcEndpointId) {
        var probe = new PrivateApiProbe(new TestInvocation(input.restApiId(), input.rootResourceId(), input.path()),
                input.stage(), input.authorization());
        long start = nanoTime.getAsLong();
        TestInvokeMethodResponse response = probe.run(apiGateway);
        long latencyMillis = response.latency() == null
                ? TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - start) : response.latency();
        String body = response.body() == null ? "" : response.body();
        requireExpected(input, "A test invocation of " + METHOD + " " + input.path() + " of REST API " + input.restApiId(),
                response.status(), body);
        String invokeUrl = InvokeUrl.through(vpcEndpointId, input.invokeUrl(), input.restApiId());
        return new Output(METHOD, invokeUrl + input.path().substring(1), response.status(), latencyMillis,
                beginning(body), lagSeconds(input), invokeUrl, probe.warnings());
    }

    /** No half of a surrogate pair: that is no text. */
    private static String beginning(String body) {
        int end = Math.min(body.length(), BODY);
        return body.substring(0, end > 0 && Character.isHighSurrogate(body.charAt(end - 1)) ? end - 1 : end);
    }

    private Output request(Input input) {
        String url = input.url();
        HttpRequest request = authorized(input).timeout(TIMEOUT).build();
        long start = nanoTime.getAsLong();
        HttpResponse<String> response = send(request, url, TIMEOUT);
        long latencyMillis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - start);
        requireExpected(input, METHOD + " " + url, response.statusCode(), response.body());
        if (!input.authorization().equals(Authorization.NONE)) {
            requireRefusal(input, url);
        }
        return new Output(METHOD, url, response.statusCode(), latencyMillis, response.body(), lagSeconds(input),
                input.invokeUrl(), List.of());
    }

    private static void requireExpected(Input input, String what, int status, String body) {
        ExpectedStatus expected = ExpectedStatus.parse(input.expect()).orElseThrow();
        if (!expected.contains(status)) {
            throw new SmokeTestFailedException(what + " answered " + status + ", not " + expected,
                    body.isEmpty() ? "" : Text.quoted(body, BODY_IN_FAILURE));
        }
    }

    private long lagSeconds(Input input) {
        return input.since().map(since -> Duration.between(since, clock.instant()).toSeconds()).orElse(-1L);
    }

    private HttpRequest.Builder authorized(Input input) {
        return switch (input.authorization()) {
            case Authorization.AWS_IAM -> signer.signed(METHOD, input.url());
            // Its value is in no record, no log and no message.
            case Authorization.API_KEY -> RequestSigner.unsigned(METHOD, input.url()).header(API_KEY_HEADER,
                    apiGateway.getApiKey(key -> key.apiKey(input.apiKeyId()).includeValue(true)).value());
            default -> RequestSigner.unsigned(METHOD, input.url());
        };
    }

    private void requireRefusal(Input input, String url) {
        HttpResponse<String> response =
                send(RequestSigner.unsigned(METHOD, url).timeout(REFUSAL_TIMEOUT).build(), url, REFUSAL_TIMEOUT);
        int status = response.statusCode();
        String what = METHOD + " " + url + (input.authorization().equals(Authorization.AWS_IAM)
                ? " without a signature" : " without a key") + " answered " + status;
        if (status == TOO_MANY_REQUESTS) {
            throw new SmokeTestFailedException(what + ", which does not say whether the API is open", "");
        }
        if (status != FORBIDDEN) {
            throw new OpenApiException(what + ", not " + FORBIDDEN + ": the API lets in callers whom "
                    + input.authorization() + " is to keep out, so it is not published.");
        }
        if (response.headers().firstValue(ERROR_TYPE_HEADER).isEmpty()) {
            throw new OpenApiException(what + " without API Gateway's header " + ERROR_TYPE_HEADER + ": the backend "
                    + "refused, and so API Gateway had let the request in. The API is not published.");
        }
    }

    private HttpResponse<String> send(HttpRequest request, String url, Duration bodyTimeout) {
        try {
            return httpClient.send(request, head -> new FirstKilobyte(bodyTimeout));
        } catch (IOException e) {
            throw new SmokeTestFailedException(METHOD + " " + url + " got no answer: " + e.getClass().getSimpleName()
                    + " " + Text.shown(e.getMessage()), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SmokeTestFailedException(METHOD + " " + url + " was interrupted", "");
        }
    }
}
