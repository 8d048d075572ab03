package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.SmokeTestFailedException;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.Wanted;
import java.time.Duration;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * A smoke test without a caller's rights: a test invocation with the variables of the stage, and a look at each method
 * that the stage serves.
 *
 * @param apiGateway     with a client made for calls that take {@code timeout}
 * @param rootResourceId of the API's resource {@code /}
 */
record StageInvocation(
        ApiGateway apiGateway, String restApiId, String rootResourceId, Wanted wanted, Duration timeout) {

    /**
     * Sends it.
     *
     * @throws SmokeTestFailedException if another answer comes than expected, or none in time
     * @throws io.gatelink.functions.lambda.WeakAuthorizationException if a method lets in callers that the API is to
     *         keep out
     */
    TestInvokeMethodResponse send() {
        var stage = apiGateway.stages().of(restApiId).stream()
                .filter(one -> one.stageName().equals(wanted.stage()))
                .findFirst()
                .orElseThrow(() -> new SmokeTestFailedException("REST API " + restApiId + " has no stage "
                        + wanted.stage() + ": publish the load balancer again."));
        new Deployments(apiGateway)
                .requireNoneWeaker(restApiId, stage.deploymentId(), wanted.authorization(), wanted.cors() != null);
        return new TestInvocation(apiGateway, restApiId, rootResourceId, wanted, timeout).send(stage.variables());
    }

    /** What a private API's test does not show. */
    String privateWarning() {
        return "REST API " + restApiId + " is private, and " + tested()
                + ". That shows neither that callers reach the stage through their VPC endpoint, nor that API Gateway "
                + "refuses callers without the right to call"
                + (wanted.authorization().equals(Authorization.NONE)
                        ? ""
                        : "; instead, each method of the stage's deployment was seen to ask for "
                                + wanted.authorization())
                + ". Send a request from the VPC to see the rest.";
    }

    /** What the test of an API does not show whose callers send a token. */
    String tokenWarning() {
        return "REST API " + restApiId + " refuses requests without a token, and " + tested()
                + ". That a caller with a token comes through, it does not show: Gatelink has none. Send a request with "
                + "one to see the rest.";
    }

    private String tested() {
        return "was tested by API Gateway's TestInvokeMethod with the variables of stage " + wanted.stage()
                + ": integration, VPC link, load balancer and backend answer";
    }
}
