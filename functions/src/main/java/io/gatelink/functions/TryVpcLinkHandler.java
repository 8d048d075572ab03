package io.gatelink.functions;

import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * Sends one request through a VPC link before any stage leads there. The test invocation has stage variables of its own,
 * and knows no authorization. API Gateway answers it when the backend has, or when the integration's time is up; that a
 * test invocation waits for as long as other requests do is inferred.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html">TestInvokeMethod</a>
 */
public final class TryVpcLinkHandler extends StepHandler<TryVpcLinkHandler.Input, TryVpcLinkHandler.Output> {

    /** How much of an unexpected answer's body goes into the failure, in characters. */
    private static final int BODY_IN_FAILURE = 200;

    private static final int GATEWAY_TIMEOUT = 504;

    private final ApiGatewayClient apiGateway;

    /** For Lambda. */
    public TryVpcLinkHandler() {
        this(Environment.current());
    }

    private TryVpcLinkHandler(Environment environment) {
        this(Clients.apiGateway(environment, TestInvocation.PATIENCE), environment.clock());
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
        var invocation = new TestInvocation(input.restApiId(), input.rootResourceId(), input.path());
        Map<String, String> variables = Map.of(StageVariables.VPC_LINK_ID, input.vpcLinkId());
        TestInvokeMethodResponse response = invocation.send(apiGateway, variables);
        ExpectedStatus expected = ExpectedStatus.parse(input.expect()).orElseThrow();
        if (!expected.contains(response.status())) {
            String body = response.body();
            throw new SmokeTestFailedException(invocation.words(variables) + " answered " + response.status() + ", not "
                    + expected + (response.status() == GATEWAY_TIMEOUT ? ": that is how API Gateway answers when the backend "
                            + "takes longer than the integration's time-out, see the tag " + Tags.TIMEOUT_MS : ""),
                    body == null || body.isEmpty() ? "" : Text.quoted(body, BODY_IN_FAILURE));
        }
        log.with("vpcLinkId", input.vpcLinkId()).with("status", response.status()).info("VPC link tried");
        return new Output(TestInvocation.METHOD, input.path(), response.status(),
                response.latency() == null ? 0 : response.latency());
    }
}
