package io.gatelink.functions;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.MethodSnapshot;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * Tests a private API from outside the VPC, where nobody can call it: by a test invocation with the variables of its stage,
 * and by a look at each method of the deployment that the stage serves.
 *
 * @param stage          the name of the stage
 * @param authorization  {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
 */
record PrivateApiProbe(TestInvocation invocation, String stage, String authorization) {

    /** What it shows, and what it does not. */
    List<String> warnings() {
        return List.of("REST API " + invocation.restApiId() + " is private, and was tested by API Gateway's TestInvokeMethod "
                + "with the variables of stage " + stage + ": integration, VPC link, load balancer and backend answer. That "
                + "shows neither that callers reach the stage through their VPC endpoint, nor that API Gateway refuses whom it "
                + "has to keep out" + (authorization.equals(Authorization.NONE) ? "" : "; instead, each method of the stage's "
                + "deployment was seen to ask for " + authorization) + ". Send a request from the VPC to see the rest.");
    }

    /**
     * @throws SmokeTestFailedException if there is no such stage
     * @throws OpenApiException         if the stage serves a method that lets in callers whom this API keeps out
     * @throws AwsUnavailableException  if the deployment's methods do not show
     */
    TestInvokeMethodResponse run(ApiGatewayClient apiGateway) {
        GetStageResponse served = stage(apiGateway);
        Map<String, Map<String, MethodSnapshot>> methods = apiGateway.getDeployment(request -> request
                .restApiId(invocation.restApiId()).deploymentId(served.deploymentId()).embed("apisummary")).apiSummary();
        if (methods.isEmpty()) {
            throw new AwsUnavailableException("Deployment " + served.deploymentId() + " of REST API "
                    + invocation.restApiId() + " shows no summary of its methods so far: try again.");
        }
        List<String> weaker = MethodAuthorization.weaker(methods, authorization);
        if (!weaker.isEmpty()) {
            throw new OpenApiException("Stage " + stage + " of REST API " + invocation.restApiId() + " serves methods that "
                    + "let in callers whom " + authorization + " is to keep out: " + String.join(", ", weaker)
                    + ". Publish its load balancer again, which mends them.");
        }
        return invocation.send(apiGateway, Map.copyOf(served.variables()));
    }

    private GetStageResponse stage(ApiGatewayClient apiGateway) {
        try {
            return apiGateway.getStage(request -> request.restApiId(invocation.restApiId()).stageName(stage));
        } catch (NotFoundException e) {
            throw new SmokeTestFailedException("REST API " + invocation.restApiId() + " has no stage " + stage, "");
        }
    }
}
