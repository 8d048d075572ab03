package io.gatelink.functions;

import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * Sends one request through a VPC link before any stage leads there. The test invocation has stage variables of its own,
 * and knows no authorization. Its answer has to come within the time that any call of AWS's API is given.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html">TestInvokeMethod</a>
 */
public final class TryVpcLinkHandler extends StepHandler<TryVpcLinkHandler.Input, TryVpcLinkHandler.Output> {

    /** How much of an unexpected answer's body goes into the failure, in characters. */
    private static final int BODY_IN_FAILURE = 200;

    private final ApiGatewayClient apiGateway;

    /** For Lambda. */
    public TryVpcLinkHandler() {
        this(Environment.current());
    }

    private TryVpcLinkHandler(Environment environment) {
        this(Clients.apiGateway(environment), environment.clock());
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

    /** @throws SmokeTestFailedException if another status came back than expected */
    @Override
    Output handle(Input input, StepLog log) {
        TestInvokeMethodResponse response =
                new TestInvocation(input.restApiId(), input.rootResourceId(), input.path()).send(
                        apiGateway, Map.of(StageVariables.VPC_LINK_ID, input.vpcLinkId()));
        ExpectedStatus expected = ExpectedStatus.parse(input.expect()).orElseThrow();
        if (!expected.contains(response.status())) {
            String body = response.body();
            throw new SmokeTestFailedException("A test invocation of " + TestInvocation.METHOD + " " + input.path()
                    + " through VPC link " + input.vpcLinkId() + " answered " + response.status() + ", not " + expected,
                    body == null || body.isEmpty() ? "" : Text.quoted(body, BODY_IN_FAILURE));
        }
        log.with("vpcLinkId", input.vpcLinkId()).with("status", response.status()).info("VPC link tried");
        return new Output(TestInvocation.METHOD, input.path(), response.status(), response.latency() == null ? 0 : response.latency());
    }
}
