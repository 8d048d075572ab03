package io.gatelink.functions;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sends one HTTP request through the published API, signed where the API asks for it.
 *
 * <p>API Gateway waits for an integration for 29 s at most, and then answers itself: so an answer that takes longer than
 * {@link #TIMEOUT} never comes.
 */
public final class SmokeTestHandler extends StepHandler<SmokeTestHandler.Input, SmokeTestHandler.Output> {

    /** For the answer's head, and for its body. */
    static final Duration TIMEOUT = Duration.ofSeconds(35);

    private static final String METHOD = "GET";

    /** How much of an unexpected answer's body goes into the failure, in characters. */
    private static final int BODY_IN_FAILURE = 200;

    private final HttpClient httpClient;
    private final RequestSigner signer;
    private final String path;
    private final ExpectedStatus expected;
    private final LongSupplier nanoTime;

    /** For Lambda. */
    public SmokeTestHandler() {
        this(Environment.current(), new Settings(Environment.current()));
    }

    private SmokeTestHandler(Environment environment, Settings settings) {
        this(environment.httpClient(),
                new RequestSigner(environment.credentials(), settings.region(), environment.clock()),
                settings.smokeTestPath(), settings.smokeTestExpect(), environment::nanoTime, environment.clock());
    }

    SmokeTestHandler(HttpClient httpClient, RequestSigner signer, String path, ExpectedStatus expected,
            LongSupplier nanoTime, InstantSource clock) {
        super(Input.class, clock);
        this.httpClient = httpClient;
        this.signer = signer;
        this.path = path;
        this.expected = expected;
        this.nanoTime = nanoTime;
    }

    /**
     * Where to send the request.
     *
     * @param invokeUrl     of the stage, with a slash at its end
     * @param authorization of the API's methods: {@code AWS_IAM} or {@code NONE}
     */
    public record Input(String execution, String loadBalancerArn, String invokeUrl, String authorization)
            implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.invokeUrl("invokeUrl", invokeUrl);
            Checks.authorization(authorization);
        }
    }

    /**
     * What came back.
     *
     * @param latencyMillis from the request to the last byte that was read of the answer
     * @param body          its first kilobyte
     */
    public record Output(String method, String url, int status, long latencyMillis, String body) {
    }

    /** @throws SmokeTestFailedException if another status came back than expected, or no answer */
    @Override
    Output handle(Input input, StepLog log) {
        String url = input.invokeUrl() + path.substring(1);
        HttpRequest request = (input.authorization().equals(Authorization.AWS_IAM)
                ? signer.signed(METHOD, url) : RequestSigner.unsigned(METHOD, url)).timeout(TIMEOUT).build();
        long start = nanoTime.getAsLong();
        HttpResponse<String> response = send(request, url);
        long latencyMillis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - start);
        log = log.with("url", url).with("status", response.statusCode()).with("latencyMillis", latencyMillis);
        if (!expected.contains(response.statusCode())) {
            throw new SmokeTestFailedException(METHOD + " " + url + " answered " + response.statusCode()
                    + ", not " + expected, response.body().isEmpty() ? ""
                            : Text.quoted(response.body(), BODY_IN_FAILURE));
        }
        log.info("Smoke test passed");
        return new Output(METHOD, url, response.statusCode(), latencyMillis, response.body());
    }

    private HttpResponse<String> send(HttpRequest request, String url) {
        try {
            return httpClient.send(request, head -> new FirstKilobyte(TIMEOUT));
        } catch (IOException e) {
            throw new SmokeTestFailedException(METHOD + " " + url + " got no answer: " + e.getClass().getSimpleName()
                    + " " + Text.shown(e.getMessage()), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SmokeTestFailedException(METHOD + " " + url + " was interrupted", "");
        }
    }
}
