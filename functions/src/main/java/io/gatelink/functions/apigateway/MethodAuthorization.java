package io.gatelink.functions.apigateway;

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

    /** Whether a method asks for exactly this. */
    public boolean isOf(String foundType, Boolean foundApiKeyRequired) {
        return authorizationType.equals(foundType) && apiKeyRequired == Boolean.TRUE.equals(foundApiKeyRequired);
    }

    /**
     * The methods of a deployment that let in callers whom {@code authorization} keeps out, each with what it asks for.
     */
    public static List<String> weaker(Map<String, Map<String, MethodSnapshot>> summary, String authorization) {
        List<String> weaker = new ArrayList<>();
        new TreeMap<>(summary).forEach((path, methods) ->
                new TreeMap<>(methods).forEach((httpMethod, method) -> {
            if (new MethodAuthorization(method.authorizationType(), Boolean.TRUE.equals(method.apiKeyRequired()))
                    .isWeakerThan(authorization)) {
                weaker.add(Text.printable(httpMethod + " " + path) + " ("
                        + Text.printable(String.valueOf(method.authorizationType())) + ")");
            }
        }));
        return weaker;
    }

    /** Whether it lets in callers whom {@code authorization} keeps out. Custom authorizers cannot be evaluated. */
    public boolean isWeakerThan(String authorization) {
        return switch (authorization) {
            case Authorization.AWS_IAM -> !Authorization.AWS_IAM.equals(authorizationType);
            case Authorization.API_KEY -> !Authorization.AWS_IAM.equals(authorizationType) && !apiKeyRequired;
            default -> false;
        };
    }
}
