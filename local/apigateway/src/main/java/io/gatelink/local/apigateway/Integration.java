package io.gatelink.local.apigateway;

import java.util.List;
import java.util.Map;

/**
 * How a method reaches its backend. Fields are those of API Gateway's Integration, {@code null} where absent.
 *
 * @param timeoutInMillis 50 to 29000
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html">Integration</a>
 */
public record Integration(
        String type,
        String httpMethod,
        String uri,
        String connectionType,
        String connectionId,
        String credentials,
        Map<String, String> requestParameters,
        Map<String, String> requestTemplates,
        String passthroughBehavior,
        String contentHandling,
        int timeoutInMillis,
        String cacheNamespace,
        List<String> cacheKeyParameters,
        Map<String, IntegrationResponse> integrationResponses,
        Boolean insecureSkipVerification) {

    public Integration {
        requestParameters = Map.copyOf(requestParameters);
        requestTemplates = Map.copyOf(requestTemplates);
        cacheKeyParameters = List.copyOf(cacheKeyParameters);
        integrationResponses = Map.copyOf(integrationResponses);
    }

    /** One answer of the backend, mapped to one answer of the method. */
    public record IntegrationResponse(
            String statusCode,
            String selectionPattern,
            Map<String, String> responseParameters,
            Map<String, String> responseTemplates,
            String contentHandling) {

        public IntegrationResponse {
            responseParameters = Map.copyOf(responseParameters);
            responseTemplates = Map.copyOf(responseTemplates);
        }
    }
}
