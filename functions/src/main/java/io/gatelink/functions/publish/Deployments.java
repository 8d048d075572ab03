package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.WeakAuthorizationException;
import io.gatelink.functions.wanted.Authorization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.MethodSnapshot;

/** The deployments of our APIs, and the methods that they hold. */
record Deployments(ApiGateway apiGateway) {

    private static final String ANY = "ANY";

    String create(String restApi, String description) {
        return apiGateway
                .client()
                .createDeployment(request -> request.restApiId(restApi).description(description))
                .id();
    }

    /**
     * Whether a deployment has this description, and so was made of the settings that are wanted, holds our methods,
     * and none that lets in callers that the API keeps out.
     *
     * @param preflight see {@link Authorization#weaker}
     * @throws AwsUnavailableException if it was, and does not show its methods so far
     */
    boolean isUsable(String restApi, String id, String description, String authorization, boolean preflight) {
        var made = apiGateway.stages().deployment(restApi, id).filter(found -> description.equals(found.description()));
        if (made.isEmpty()) {
            return false;
        }
        Map<String, Map<String, MethodSnapshot>> methods = methods(restApi, id, made);
        return Authorization.weaker(methods, authorization, preflight).isEmpty()
                && Authorization.PATHS.stream().allMatch(path -> {
                    MethodSnapshot any = methods.getOrDefault(path, Map.of()).get(ANY);
                    return any != null
                            && Authorization.isThatOf(any.authorizationType(), any.apiKeyRequired(), authorization);
                });
    }

    /** The methods of a deployment that let in callers that the API keeps out; none if there is no such deployment. */
    List<String> weaker(String restApi, String id, String authorization, boolean preflight) {
        return apiGateway
                .stages()
                .deployment(restApi, id)
                .map(GetDeploymentResponse::apiSummary)
                .map(summary -> Authorization.weaker(summary, authorization, preflight))
                .orElse(List.of());
    }

    /**
     * Checks what a deployment holds.
     *
     * @throws WeakAuthorizationException        names the methods that let in callers that the API keeps out
     * @throws AwsUnavailableException if the deployment does not show its methods: what cannot be read is not taken for
     *                                 harmless
     */
    void requireNoneWeaker(String restApi, String id, String authorization, boolean preflight) {
        List<String> weaker = Authorization.weaker(
                methods(restApi, id, apiGateway.stages().deployment(restApi, id)), authorization, preflight);
        if (!weaker.isEmpty()) {
            throw new WeakAuthorizationException(
                    "Deployment " + id + " of REST API " + restApi + " has methods that let in "
                            + "callers that " + authorization + " keeps out: " + String.join(", ", weaker)
                            + ". They were added meanwhile: publish the load balancer again, which deletes them.");
        }
    }

    private static Map<String, Map<String, MethodSnapshot>> methods(
            String restApi, String id, Optional<GetDeploymentResponse> deployment) {
        return deployment
                .map(GetDeploymentResponse::apiSummary)
                .filter(summary -> !summary.isEmpty())
                .orElseThrow(() -> new AwsUnavailableException("Deployment " + id + " of REST API " + restApi
                        + " does not show its methods so far: it is read again."));
    }
}
