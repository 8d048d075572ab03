package io.gatelink.functions.apigateway;

import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.OpenApiException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.wanted.Authorization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigateway.model.MethodSnapshot;

/**
 * What a method asks of its callers.
 *
 * @param authorizationType in API Gateway's words, such as {@code AWS_IAM}
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html">Method</a>
 */
public record MethodAuthorization(String authorizationType, boolean apiKeyRequired) {

    /** How a method does what is asked for: {@code AWS_IAM}, {@code API_KEY} or {@code NONE}. */
    public static MethodAuthorization of(String authorization) {
        return Authorization.API_KEY.equals(authorization)
                ? new MethodAuthorization(Authorization.NONE, true)
                : new MethodAuthorization(authorization, false);
    }

    /**
     * Checks what a deployment would publish, methods that somebody else made included.
     *
     * @param summary by the resource's path and the HTTP method
     * @throws OpenApiException        names every method that lets in callers whom {@code authorization} keeps out
     * @throws AwsUnavailableException if there is no summary: what cannot be read is not taken for harmless
     */
    public static void requireNoneWeaker(Map<String, Map<String, MethodSnapshot>> summary, String authorization,
            String restApiId, String deploymentId) {
        if (summary.isEmpty()) {
            throw new AwsUnavailableException("Deployment " + deploymentId + " of REST API " + restApiId
                    + " shows no summary of its methods so far: try again.");
        }
        List<String> weaker = weaker(summary, authorization);
        if (!weaker.isEmpty()) {
            throw new OpenApiException("REST API " + restApiId + " has methods that let in callers whom "
                    + authorization + " keeps out: " + String.join(", ", weaker) + ". Somebody else made them while "
                    + "this publication ran, so nothing is deployed: publish the load balancer again, which deletes "
                    + "them.");
        }
    }

    /** The methods of a deployment that let in callers whom {@code authorization} keeps out, each with what it asks for. */
    public static List<String> weaker(Map<String, Map<String, MethodSnapshot>> summary, String authorization) {
        List<String> weaker = new ArrayList<>();
        new TreeMap<>(summary).forEach((path, methods) -> new TreeMap<>(methods).forEach((httpMethod, method) -> {
            if (new MethodAuthorization(method.authorizationType(), Boolean.TRUE.equals(method.apiKeyRequired()))
                    .isWeakerThan(authorization)) {
                weaker.add(Text.printable(httpMethod + " " + path) + " (" + Text.printable(method.authorizationType()) + ")");
            }
        }));
        return weaker;
    }

    /** Whether it lets in callers whom {@code authorization} keeps out. What an authorizer lets in nobody here knows. */
    public boolean isWeakerThan(String authorization) {
        return switch (authorization) {
            case Authorization.AWS_IAM -> !Authorization.AWS_IAM.equals(authorizationType);
            case Authorization.API_KEY -> !Authorization.AWS_IAM.equals(authorizationType) && !apiKeyRequired;
            default -> false;
        };
    }
}
