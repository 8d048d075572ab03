package io.gatelink.functions.publish;

import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.OpenApiException;
import io.gatelink.functions.lambda.SmokeTestFailedException;
import io.gatelink.functions.wanted.Authorization;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.model.MethodSnapshot;
import software.amazon.awssdk.services.apigateway.model.Stage;
import software.amazon.awssdk.services.apigateway.model.TestInvokeMethodResponse;

/**
 * Tests a private API, which cannot be called from outside its VPCs: by a test invocation with the variables of its
 * stage, and by a look at each method of the deployment that the stage serves.
 */
record PrivateApiProbe(TestInvocation invocation) {

    /** What it shows, and what it does not. */
    List<String> warnings() {
        String authorization = invocation.wanted().authorization();
        return List.of("REST API " + invocation.restApiId() + " is private, and was tested by API Gateway's "
                + "TestInvokeMethod with the variables of stage " + invocation.wanted().stage() + ": integration, VPC "
                + "link, load balancer and backend answer. That shows neither that callers reach the stage through "
                + "their VPC endpoint, nor that API Gateway refuses callers without the right to call"
                + (authorization.equals(Authorization.NONE) ? ""
                : "; instead, each method of the stage's deployment was seen to ask for " + authorization)
                + ". Send a request from the VPC to see the rest.");
    }

    /**
     * @throws SmokeTestFailedException if there is no such stage, or the backend does not answer as expected
     * @throws OpenApiException         if the stage serves a method that lets in callers whom this API keeps out
     * @throws AwsUnavailableException  if the deployment's methods do not show
     */
    TestInvokeMethodResponse run() {
        String stage = invocation.wanted().stage();
        String restApi = invocation.restApiId();
        Stage served = invocation.apiGateway().stages(restApi).stream().filter(one -> one.stageName().equals(stage))
                .findFirst().orElseThrow(() -> new SmokeTestFailedException(
                        "REST API " + restApi + " has no stage " + stage + ": publish the load balancer again."));
        Map<String, Map<String, MethodSnapshot>> methods = invocation.apiGateway()
                .deployment(restApi, served.deploymentId()).map(found -> found.apiSummary()).orElse(Map.of());
        if (methods.isEmpty()) {
            throw new AwsUnavailableException("Deployment " + served.deploymentId() + " of REST API " + restApi
                    + " shows no summary of its methods so far: it is read again.");
        }
        List<String> weaker = Authorization.weaker(methods, invocation.wanted().authorization());
        if (!weaker.isEmpty()) {
            throw new OpenApiException("Stage " + stage + " of REST API " + restApi + " serves methods that let in "
                    + "callers whom " + invocation.wanted().authorization() + " is to keep out: "
                    + String.join(", ", weaker) + ". Publish the load balancer again, which repairs them.");
        }
        return invocation.send(served.variables());
    }
}
