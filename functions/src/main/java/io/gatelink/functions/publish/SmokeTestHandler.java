package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiParameters;
import io.gatelink.functions.apigateway.InvokeUrl;
import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.OpenApiException;
import io.gatelink.functions.lambda.SmokeTestFailedException;
import io.gatelink.functions.lambda.SwitchFailedException;
import io.gatelink.functions.lambda.TaskHandler;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.Wanted;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Sends one HTTP request through the published API, signed or with the API's key where it asks for that, and looks at
 * the answer; then, unless the API is open, the same without either, which API Gateway has to refuse. It changes
 * nothing.
 *
 * <p>A private API cannot be called from here: {@link PrivateApiProbe} tests it as far as that goes, and says how far.
 *
 * <p>API Gateway waits for an integration for 29 s at most, and then answers itself: so an answer that takes longer
 * than {@link #TIMEOUT} never comes.
 */
public final class SmokeTestHandler extends TaskHandler<SmokeTestHandler.Input, SmokeTestHandler.Output> {

    /** For the answer's head, and for a test invocation. */
    static final Duration TIMEOUT = Duration.ofSeconds(35);

    /**
     * For what does not wait for the backend: an answer's first kilobyte, and an answer that API Gateway makes itself.
     */
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(6);

    private static final String METHOD = "GET";
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String API_KEY_HEADER = "x-api-key";

    /** How much of a test invocation's body is kept, in characters. */
    private static final int BODY = 1024;

    private final HttpClient httpClient;
    private final RequestSigner signer;
    private final ApiGateway apiGateway;
    private final List<String> vpcEndpointIds;
    private final LongSupplier nanoTime;

    /** For Lambda. */
    public SmokeTestHandler() {
        this(AwsClients.current());
    }

    SmokeTestHandler(AwsClients clients) {
        super(Input.class, clients.environment().clock());
        httpClient = clients.environment().httpClient();
        signer = new RequestSigner(clients.environment(), clients.settings().region());
        apiGateway = ApiGateway.of(clients, TIMEOUT);
        vpcEndpointIds = ApiParameters.vpcEndpointIds(clients.settings());
        nanoTime = clients.environment()::nanoTime;
    }

    /**
     * Where to send the request, and what is to come back.
     *
     * @param rootResourceId of the API's resource {@code /}
     * @param invokeUrl      of the stage, with a slash at its end
     * @param apiKeyId       the id of the key to send, if the API asks for one
     * @param affected       whether callers are affected, so that a failure is not waited out
     * @param startedAt      when the execution started
     * @param requestedAt    when the publication was asked for, if that is known
     */
    public record Input(String restApiId, String rootResourceId, String invokeUrl, String apiKeyId, boolean affected,
            Wanted wanted, String startedAt, String requestedAt) {
    }

    /**
     * What came back.
     *
     * @param url           that was asked for; of a private API, as a caller does it through the first VPC endpoint
     * @param latencyMillis from the request to the last byte that was read of the answer
     * @param body          its first kilobyte, for the person at the terminal; it goes into no event and no mail
     * @param lagSeconds    from when the publication was asked for until now; -1 if that is unknown
     * @param invokeUrl     by which callers reach the stage, with a slash at its end
     * @param warnings      what this test does not show
     */
    public record Output(String method, String url, int status, long latencyMillis, String body, long lagSeconds,
            String invokeUrl, List<String> warnings) {
    }

    /**
     * @throws SmokeTestFailedException if another answer came than expected, or none
     * @throws SwitchFailedException    the same if callers are affected
     * @throws OpenApiException         if a request without signature and key was not refused
     */
    @Override
    protected Output handle(Input input, Run run) {
        Output output;
        try {
            output = vpcEndpointIds.isEmpty() ? request(input) : invoke(input, vpcEndpointIds.get(0));
        } catch (SmokeTestFailedException e) {
            throw input.affected() ? new SwitchFailedException(e.getMessage()) : e;
        }
        run.log().with("url", output.url()).with("status", output.status())
                .with("latencyMillis", output.latencyMillis())
                .with("lagSeconds", output.lagSeconds()).info("Smoke test passed");
        return output;
    }

    private Output invoke(Input input, String vpcEndpointId) {
        var probe = new PrivateApiProbe(new TestInvocation(apiGateway, input.restApiId(), input.rootResourceId(),
                input.wanted(), TIMEOUT));
        long start = nanoTime.getAsLong();
        var response = probe.run();
        long latencyMillis = response.latency() == null ? millisSince(start) : response.latency();
        String invokeUrl = InvokeUrl.through(vpcEndpointId, input.invokeUrl(), input.restApiId());
        return new Output(METHOD, url(invokeUrl, input), response.status(), latencyMillis,
                response.body() == null ? "" : beginning(response.body()), lagSeconds(input), invokeUrl,
                probe.warnings());
    }

    /** No half of a surrogate pair: that is no text. */
    private static String beginning(String body) {
        int end = Math.min(body.length(), BODY);
        return body.substring(0, end > 0 && Character.isHighSurrogate(body.charAt(end - 1)) ? end - 1 : end);
    }

    private Output request(Input input) {
        String url = url(input.invokeUrl(), input);
        HttpRequest request = authorized(input, url).timeout(TIMEOUT).build();
        long start = nanoTime.getAsLong();
        Answer response = send(request, input);
        long latencyMillis = millisSince(start);
        SmokeTestAnswer.of(METHOD + " " + url, response.status(), response.headers()::firstValue, length(response))
                .problem(input.wanted()).ifPresent(problem -> {
                    throw new SmokeTestFailedException(problem);
                });
        if (!input.wanted().authorization().equals(Authorization.NONE)) {
            requireRefusal(input, url);
        }
        return new Output(METHOD, url, response.status(), latencyMillis, response.body(), lagSeconds(input),
                input.invokeUrl(), List.of());
    }

    private static Optional<Long> length(Answer response) {
        return response.headers().firstValue("Content-Length").filter(value -> value.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    private static String url(String invokeUrl, Input input) {
        return invokeUrl + input.wanted().path().substring(1);
    }

    private long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - start);
    }

    private long lagSeconds(Input input) {
        return Text.instant(input.requestedAt()).or(() -> Text.instant(input.startedAt()))
                .map(since -> Duration.between(since, clock().instant()).toSeconds()).orElse(-1L);
    }

    private HttpRequest.Builder authorized(Input input, String url) {
        return switch (input.wanted().authorization()) {
            case Authorization.AWS_IAM -> signer.signed(METHOD, url);
            // Its value is in no record, no log and no message.
            case Authorization.API_KEY -> RequestSigner.unsigned(METHOD, url).header(API_KEY_HEADER,
                    apiGateway.client().getApiKey(key -> key.apiKey(input.apiKeyId()).includeValue(true)).value());
            default -> RequestSigner.unsigned(METHOD, url);
        };
    }

    private void requireRefusal(Input input, String url) {
        Answer response =
                send(RequestSigner.unsigned(METHOD, url).timeout(SHORT_TIMEOUT).build(), input);
        int status = response.status();
        String authorization = input.wanted().authorization();
        String what = METHOD + " " + url + (authorization.equals(Authorization.AWS_IAM)
                ? " without a signature" : " without a key") + " answered " + status;
        if (status == TOO_MANY_REQUESTS) {
            throw new SmokeTestFailedException(what
                    + ", which does not tell whether the API is open: it is tried again.");
        }
        if (status != FORBIDDEN) {
            throw new OpenApiException(what + ", not " + FORBIDDEN + ": the API lets in callers whom " + authorization
                    + " is to keep out, so it is not published.");
        }
        if (response.headers().firstValue(SmokeTestAnswer.ERROR_TYPE_HEADER).isEmpty()) {
            throw new OpenApiException(what + " without API Gateway's header " + SmokeTestAnswer.ERROR_TYPE_HEADER
                    + ": the backend refused, so API Gateway had let the request in. The API is not published.");
        }
    }

    private Answer send(HttpRequest request, Input input) {
        try {
            HttpResponse<InputStream> response = httpClient.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return new Answer(response.statusCode(), response.headers(), beginning(response.body()));
        } catch (IOException e) {
            throw new SmokeTestFailedException(METHOD + " " + request.uri() + " got no answer (" + e.getClass()
                    .getSimpleName() + "): " + SmokeTestAnswer.noAnswerRemedy(input.wanted().timeoutMillis()) + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SmokeTestFailedException(METHOD + " " + request.uri() + " was interrupted: it is tried again.");
        }
    }

    private record Answer(int status, HttpHeaders headers, String body) {
    }

    /** The first kilobyte as UTF-8; the JDK's client bounds the time of an answer's head only. */
    private static String beginning(InputStream body) throws IOException, InterruptedException {
        var reading = new FutureTask<>(() -> body.readNBytes(BODY));
        try (body) {
            new Thread(reading, "smoke-test-body").start();
            byte[] bytes = reading.get(SHORT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            String text = new String(bytes, StandardCharsets.UTF_8);
            // What ends within a character ends before it.
            return bytes.length == BODY && text.endsWith("\ufffd") ? text.substring(0, text.length() - 1) : text;
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
    }
}
