package io.gatelink.local.apigateway;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A method of a resource. Fields are those of API Gateway's Method, {@code null} where absent.
 *
 * @param httpMethod        {@code GET}, ..., or {@code ANY}
 * @param authorizationType {@code NONE}, {@code AWS_IAM}, ...
 * @param authorizationScopes of a user pool's access tokens, one of which opens the method
 * @param sentEmpty         the maps that were sent, but empty: they come back so
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html">Method</a>
 */
public record Method(
        String httpMethod,
        String authorizationType,
        String authorizerId,
        boolean apiKeyRequired,
        String operationName,
        String requestValidatorId,
        Map<String, Boolean> requestParameters,
        Map<String, String> requestModels,
        Map<String, MethodResponse> methodResponses,
        Integration methodIntegration,
        List<String> authorizationScopes,
        Set<String> sentEmpty) {

    public Method {
        authorizationScopes = List.copyOf(authorizationScopes);
        requestParameters = Map.copyOf(requestParameters);
        requestModels = Map.copyOf(requestModels);
        methodResponses = Map.copyOf(methodResponses);
        sentEmpty = Set.copyOf(sentEmpty);
    }

    /** Without scopes, and maps that were sent empty. */
    public Method(
            String httpMethod,
            String authorizationType,
            String authorizerId,
            boolean apiKeyRequired,
            String operationName,
            String requestValidatorId,
            Map<String, Boolean> requestParameters,
            Map<String, String> requestModels,
            Map<String, MethodResponse> methodResponses,
            Integration methodIntegration) {
        this(
                httpMethod,
                authorizationType,
                authorizerId,
                apiKeyRequired,
                operationName,
                requestValidatorId,
                requestParameters,
                requestModels,
                methodResponses,
                methodIntegration,
                List.of(),
                Set.of());
    }

    Method with(Integration integration) {
        return with(MethodAuthorization.of(this), methodResponses, integration);
    }

    Method with(Map<String, MethodResponse> responses) {
        return with(MethodAuthorization.of(this), responses, methodIntegration);
    }

    Method with(MethodAuthorization authorization) {
        return with(authorization, methodResponses, methodIntegration);
    }

    private Method with(
            MethodAuthorization authorization, Map<String, MethodResponse> responses, Integration integration) {
        return new Method(
                httpMethod,
                authorization.type(),
                authorization.authorizerId(),
                apiKeyRequired,
                operationName,
                requestValidatorId,
                requestParameters,
                requestModels,
                responses,
                integration,
                authorization.sortedScopes(),
                sentEmpty);
    }

    /** One answer that callers of the method can get. */
    public record MethodResponse(
            String statusCode,
            Map<String, Boolean> responseParameters,
            Map<String, String> responseModels,
            Set<String> sentEmpty) {

        public MethodResponse {
            responseParameters = Map.copyOf(responseParameters);
            responseModels = Map.copyOf(responseModels);
            sentEmpty = Set.copyOf(sentEmpty);
        }
    }
}
