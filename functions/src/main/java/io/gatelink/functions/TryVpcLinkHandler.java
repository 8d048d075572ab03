package io.gatelink.functions;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * Sends one request through a VPC link before any stage leads there. The test invocation has stage variables of its own,
 * and knows no authorization. API Gateway answers it when the backend has, or when the integration's time is up; that a
 * test invocation waits for as long as other requests do is inferred.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html">TestInvokeMethod</a>
 */
public final class TryVpcLinkHandler extends StepHandler<TryVpcLinkHandler.Input, TryVpcLinkHandler.Output> {

    private static final String METHOD = "GET";
    private static final String GREEDY = "/{proxy+}";

    /** How much of an unexpected answer's body goes into the failure, in characters. */
    private static final int BODY_IN_FAILURE = 200;

    /** More than the 29 seconds that API Gateway may wait for a backend. */
    static final Duration PATIENCE = Duration.ofSeconds(35);

    private static final int GATEWAY_TIMEOUT = 504;

    private final ApiGatewayClient apiGateway;

    /** For Lambda. */
    public TryVpcLinkHandler() {
        this(Environment.current());
    }

    private TryVpcLinkHandler(Environment environment) {
        this(Clients.apiGateway(environment, PATIENCE), environment.clock());
    }

    TryVpcLinkHandler(ApiGatewayClient apiGateway, InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
    }

    /**
     * What to ask for, and through which link.
     *
     * @param path   below the stage
     * @param expect statuses and classes of statuses, with commas
     */
    public record Input(String execution, String loadBalancerArn, String restApiId, String rootResourceId,
            String vpcLinkId, String path, String expect) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("restApiId", restApiId);
            Checks.id("rootResourceId", rootResourceId);
            Checks.id("vpcLinkId", vpcLinkId);
            Checks.path(path);
            Checks.expect(expect);
        }
    }

    /** What came back. */
    public record Output(String method, String path, int status, long latencyMillis) {
    }

    /** @throws SmokeTestFailedException if another status came back than expected, or none in time */
    @Override
    Output handle(Input input, StepLog log) {
        String resourceId = input.path().equals("/") ? input.rootResourceId()
                : RestApis.resources(apiGateway, input.restApiId()).stream()
                        .filter(resource -> GREEDY.equals(resource.path())).map(Resource::id).findFirst()
                        .orElse(input.rootResourceId());
        TestInvokeMethodResponse response = invoke(input, resourceId);
        ExpectedStatus expected = ExpectedStatus.parse(input.expect()).orElseThrow();
        if (!expected.contains(response.status())) {
            String body = response.body();
            throw new SmokeTestFailedException(what(input) + " answered " + response.status() + ", not " + expected
                    + (response.status() == GATEWAY_TIMEOUT ? ": that is how API Gateway answers when the backend takes longer "
                            + "than the integration's time-out, see the tag " + Tags.TIMEOUT_MS : ""),
                    body == null || body.isEmpty() ? "" : Text.quoted(body, BODY_IN_FAILURE));
        }
        log.with("vpcLinkId", input.vpcLinkId()).with("status", response.status()).info("VPC link tried");
        return new Output(METHOD, input.path(), response.status(), response.latency() == null ? 0 : response.latency());
    }

    private TestInvokeMethodResponse invoke(Input input, String resourceId) {
        try {
            return apiGateway.testInvokeMethod(request -> request
                    .restApiId(input.restApiId())
                    .resourceId(resourceId)
                    .httpMethod(METHOD)
                    .pathWithQueryString(input.path())
                    .stageVariables(Map.of(StageVariables.VPC_LINK_ID, input.vpcLinkId()))
                    .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE).apiCallAttemptTimeout(PATIENCE)));
        } catch (SdkClientException e) {
            if (e instanceof ApiCallTimeoutException || e instanceof ApiCallAttemptTimeoutException
                    || e.getCause() instanceof SocketTimeoutException) {
                throw new SmokeTestFailedException(what(input) + " brought no answer within " + PATIENCE.toSeconds()
                        + " s: the backend took too long, for API Gateway answers when that has, or after 29 s at the latest",
                        "");
            }
            throw e;
        }
    }

    private static String what(Input input) {
        return "A test invocation of " + METHOD + " " + input.path() + " through VPC link " + input.vpcLinkId();
    }
}
