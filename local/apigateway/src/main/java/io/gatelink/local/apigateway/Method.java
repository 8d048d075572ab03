package io.gatelink.local.apigateway;

import java.util.Map;

/**
 * A method of a resource. Fields are those of API Gateway's Method, {@code null} where absent.
 *
 * @param httpMethod        {@code GET}, ..., or {@code ANY}
 * @param authorizationType {@code NONE}, {@code AWS_IAM}, ...
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
        Integration methodIntegration) {

    public Method {
        requestParameters = Map.copyOf(requestParameters);
        requestModels = Map.copyOf(requestModels);
        methodResponses = Map.copyOf(methodResponses);
    }

    /** One answer that callers of the method can get. */
    public record MethodResponse(
            String statusCode, Map<String, Boolean> responseParameters, Map<String, String> responseModels) {

        public MethodResponse {
            responseParameters = Map.copyOf(responseParameters);
            responseModels = Map.copyOf(responseModels);
        }
    }
}
