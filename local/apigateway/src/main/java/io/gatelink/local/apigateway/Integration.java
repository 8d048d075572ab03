package io.gatelink.local.apigateway;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a method reaches its backend. Fields are those of API Gateway's Integration, {@code null} where absent.
 *
 * @param integrationTarget the ARN of a load balancer that a VPC link V2 leads to
 * @param timeoutInMillis 50 to 29000, or as far as the account's quota was raised; to 900000 for streams
 * @param responseTransferMode {@code BUFFERED} or {@code STREAM}; {@code null} where a response cannot be streamed
 * @param sentEmpty       the maps that were sent, but empty: they come back so
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html">Integration</a>
 */
public record Integration(
        String type,
        String httpMethod,
        String uri,
        String connectionType,
        String connectionId,
        String integrationTarget,
        String credentials,
        Map<String, String> requestParameters,
        Map<String, String> requestTemplates,
        String passthroughBehavior,
        String contentHandling,
        int timeoutInMillis,
        String cacheNamespace,
        List<String> cacheKeyParameters,
        Map<String, IntegrationResponse> integrationResponses,
        Boolean insecureSkipVerification,
        String responseTransferMode,
        Set<String> sentEmpty) {

    public Integration {
        requestParameters = Map.copyOf(requestParameters);
        requestTemplates = Map.copyOf(requestTemplates);
        cacheKeyParameters = List.copyOf(cacheKeyParameters);
        integrationResponses = Map.copyOf(integrationResponses);
        sentEmpty = Set.copyOf(sentEmpty);
    }

    /** Whether the backend's answer is the method's as it is. */
    public boolean isProxy() {
        return "HTTP_PROXY".equals(type) || "AWS_PROXY".equals(type);
    }

    /** Whether the backend's answer is passed on as it comes. */
    public boolean isStreamed() {
        return "STREAM".equals(responseTransferMode);
    }

    /** Whether API Gateway answers itself, without a backend. */
    public boolean isMock() {
        return "MOCK".equals(type);
    }

    /** Not streamed, without a target behind a VPC link V2, and without maps that were sent empty. */
    public Integration(
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
        this(
                type,
                httpMethod,
                uri,
                connectionType,
                connectionId,
                null,
                credentials,
                requestParameters,
                requestTemplates,
                passthroughBehavior,
                contentHandling,
                timeoutInMillis,
                cacheNamespace,
                cacheKeyParameters,
                integrationResponses,
                insecureSkipVerification,
                null,
                Set.of());
    }

    /** One answer of the backend, mapped to one answer of the method. */
    public record IntegrationResponse(
            String statusCode,
            String selectionPattern,
            Map<String, String> responseParameters,
            Map<String, String> responseTemplates,
            String contentHandling,
            Set<String> sentEmpty) {

        public IntegrationResponse {
            responseParameters = Map.copyOf(responseParameters);
            responseTemplates = Map.copyOf(responseTemplates);
            sentEmpty = Set.copyOf(sentEmpty);
        }

        /** Without maps that were sent empty. */
        public IntegrationResponse(
                String statusCode,
                String selectionPattern,
                Map<String, String> responseParameters,
                Map<String, String> responseTemplates,
                String contentHandling) {
            this(statusCode, selectionPattern, responseParameters, responseTemplates, contentHandling, Set.of());
        }
    }
}
