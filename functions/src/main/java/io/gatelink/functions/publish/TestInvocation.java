package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.SmokeTestFailedException;
import io.gatelink.functions.wanted.Wanted;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * A request that API Gateway itself sends through an API's integration. It goes through no stage, and knows no
 * authorization, API key or resource policy. It answers when the backend has, or when the integration's time is up;
 * that a test invocation waits for as long as other requests do is inferred. What is streamed it answers with once it
 * has the whole of it, a megabyte, or what came within 35 s.
 *
 * @param apiGateway       with a client made for calls that take {@code timeout}
 * @param rootResourceId the id of the API's resource {@code /}
 * @param timeout        how long the call may take
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html">TestInvokeMethod</a>
 * @see <a
 *      href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-streaming-troubleshoot.html">
 *      Troubleshoot issues with response streaming in API Gateway</a>
 */
record TestInvocation(ApiGateway apiGateway, String restApiId, String rootResourceId, Wanted wanted, Duration timeout) {

    /** That of a function whose own time-out is 30 s. */
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    static final String METHOD = "GET";

    private static final String GREEDY = "/{proxy+}";

    /** As a backend sees callers; API Gateway adds nothing of the kind to a test invocation. */
    private static final Map<String, String> FROM_HTTPS = Map.of("X-Forwarded-Proto", "https");

    /** The first value of a header of the answer, by its name in any case. */
    static Optional<String> header(TestInvokeMethodResponse response, String name) {
        return response.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Sends it.
     *
     * @param stageVariables that the integration is to see
     * @throws SmokeTestFailedException if another answer comes than expected, or none in time
     */
    TestInvokeMethodResponse send(Map<String, String> stageVariables) {
        String resourceId = wanted.path().split("\\?", 2)[0].equals("/")
                ? rootResourceId
                : apiGateway.resources(restApiId).stream()
                        .filter(resource -> GREEDY.equals(resource.path()))
                        .map(Resource::id)
                        .findFirst()
                        .orElse(rootResourceId);
        String words = "A test invocation of " + METHOD + " " + wanted.path() + " through VPC link "
                + stageVariables.get(ApiGateway.VPC_LINK_ID);
        Map<String, String> headers = new TreeMap<>(FROM_HTTPS);
        headers.putAll(CrossOrigin.headers(wanted));
        TestInvokeMethodResponse response;
        try {
            response = apiGateway.client().testInvokeMethod(request -> request.restApiId(restApiId)
                    .resourceId(resourceId)
                    .httpMethod(METHOD)
                    .pathWithQueryString(wanted.path())
                    .headers(headers)
                    .stageVariables(stageVariables)
                    .overrideConfiguration(call -> call.apiCallTimeout(timeout).apiCallAttemptTimeout(timeout)));
        } catch (SdkClientException e) {
            if (!(e instanceof ApiCallTimeoutException
                    || e instanceof ApiCallAttemptTimeoutException
                    || e.getCause() instanceof SocketTimeoutException)) {
                throw e;
            }
            throw new SmokeTestFailedException(words + " got no answer within " + timeout.toSeconds() + " s, in which "
                    + "a test has to be answered: " + SmokeTestAnswer.noAnswerRemedy(wanted) + ".");
        }
        SmokeTestAnswer.of(
                        words,
                        response.status(),
                        name -> header(response, name),
                        Optional.of(
                                response.body() == null ? 0L : response.body().getBytes(StandardCharsets.UTF_8).length))
                .requireGood(wanted, "");
        return response;
    }
}
