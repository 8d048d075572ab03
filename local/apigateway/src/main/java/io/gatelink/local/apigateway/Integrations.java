package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.Integration.IntegrationResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The integrations of methods, and their responses. {@link IntegrationRules} says what is allowed.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html">Integration</a>
 */
public final class Integrations {

    private static final int DEFAULT_TIMEOUT_IN_MILLIS = 29_000;

    private final RestApis restApis;
    private final IntegrationRules rules;
    private final IntegrationTargetRules targetRules;

    Integrations(RestApis restApis, IntegrationRules rules, IntegrationTargetRules targetRules) {
        this.restApis = restApis;
        this.rules = rules;
        this.targetRules = targetRules;
    }

    /**
     * What PutIntegration takes beside its path; {@code null} or empty where absent.
     *
     * @param integrationHttpMethod of the request to the backend
     * @param integrationTarget     the ARN of a load balancer, for VPC links V2
     * @param timeoutInMillis       50 to 29000, or as far as the account's quota was raised; to 900000 for streams
     * @param responseTransferMode  {@code BUFFERED} or {@code STREAM}
     */
    public record PutIntegrationRequest(
            String type,
            String integrationHttpMethod,
            String uri,
            String connectionType,
            String connectionId,
            String integrationTarget,
            String credentials,
            Map<String, String> requestParameters,
            Map<String, String> requestTemplates,
            String passthroughBehavior,
            String cacheNamespace,
            List<String> cacheKeyParameters,
            String contentHandling,
            Integer timeoutInMillis,
            Boolean insecureSkipVerification,
            String responseTransferMode,
            Set<String> sentEmpty) {}

    /** Gives a method its integration. One that is there is replaced, with its responses. */
    public Integration putIntegration(
            String restApiId, String resourceId, String httpMethod, PutIntegrationRequest request) {
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.method(resourceId, httpMethod);
        // AWS takes an endpoint for a MOCK integration, too, and forgets it.
        boolean mock = "MOCK".equals(request.type());
        String connectionType = request.connectionType() == null ? "INTERNET" : request.connectionType();
        var integration = new Integration(
                request.type(),
                mock ? null : request.integrationHttpMethod(),
                mock ? null : request.uri(),
                mock ? null : connectionType,
                mock ? null : request.connectionId(),
                mock ? null : request.integrationTarget(),
                request.credentials(),
                request.requestParameters(),
                request.requestTemplates(),
                request.passthroughBehavior() == null ? "WHEN_NO_MATCH" : request.passthroughBehavior(),
                request.contentHandling(),
                request.timeoutInMillis() == null ? DEFAULT_TIMEOUT_IN_MILLIS : request.timeoutInMillis(),
                request.cacheNamespace() == null ? resourceId : request.cacheNamespace(),
                request.cacheKeyParameters(),
                Map.of(),
                request.insecureSkipVerification(),
                responseTransferMode(request),
                request.sentEmpty());
        rules.check(api.api, method, integration);
        targetRules.check(integration, null);
        put(api, resourceId, method, integration);
        return integration;
    }

    public Integration getIntegration(String restApiId, String resourceId, String httpMethod) {
        return integration(restApis.stateOfResource(restApiId).method(resourceId, httpMethod));
    }

    public Integration updateIntegration(
            String restApiId, String resourceId, String httpMethod, List<PatchOperation> patch) {
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.method(resourceId, httpMethod);
        Integration before = integration(method);
        var draft = new IntegrationDraft(before);
        patch.forEach(draft::apply);
        Integration integration = draft.build();
        rules.check(api.api, method, integration);
        targetRules.check(integration, before.integrationTarget());
        put(api, resourceId, method, integration);
        return integration;
    }

    public void deleteIntegration(String restApiId, String resourceId, String httpMethod) {
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.method(resourceId, httpMethod);
        integration(method);
        put(api, resourceId, method, null);
    }

    /** Maps answers of the backend to one answer of the method; one that is there is replaced. */
    public IntegrationResponse putIntegrationResponse(
            String restApiId, String resourceId, String httpMethod, IntegrationResponse response) {
        StatusCodes.check(response.statusCode());
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.method(resourceId, httpMethod);
        Integration integration = integration(method);
        rules.check(method, response);
        put(api, resourceId, method, with(integration, response.statusCode(), response));
        return response;
    }

    public IntegrationResponse getIntegrationResponse(
            String restApiId, String resourceId, String httpMethod, String statusCode) {
        StatusCodes.check(statusCode);
        return response(getIntegration(restApiId, resourceId, httpMethod), statusCode);
    }

    public IntegrationResponse updateIntegrationResponse(
            String restApiId, String resourceId, String httpMethod, String statusCode, List<PatchOperation> patch) {
        StatusCodes.check(statusCode);
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.method(resourceId, httpMethod);
        Integration integration = integration(method);
        IntegrationResponse response = response(integration, statusCode);
        String selectionPattern = response.selectionPattern();
        String contentHandling = response.contentHandling();
        var parameters = new TreeMap<>(response.responseParameters());
        var templates = new TreeMap<>(response.responseTemplates());
        for (PatchOperation operation : patch) {
            String parameter = operation.entryOf("responseParameters");
            String contentType = operation.entryOf("responseTemplates");
            if (parameter != null) {
                Patches.change(parameters, parameter, operation, operation.value(), ApiGatewayErrors::noParameter);
            } else if (contentType != null) {
                Patches.change(templates, contentType, operation, operation.value(), ApiGatewayErrors::noContentType);
            } else {
                switch (String.valueOf(operation.path())) {
                    case "/selectionPattern" -> {
                        operation.mustReplace();
                        selectionPattern = operation.value();
                    }
                    case "/contentHandling" -> {
                        operation.mustReplace();
                        contentHandling = operation.valueOrNull();
                    }
                    default -> throw ApiGatewayErrors.patchPath(operation.path());
                }
            }
        }
        response = new IntegrationResponse(
                statusCode, selectionPattern, parameters, templates, contentHandling, response.sentEmpty());
        rules.check(method, response);
        put(api, resourceId, method, with(integration, statusCode, response));
        return response;
    }

    public void deleteIntegrationResponse(String restApiId, String resourceId, String httpMethod, String statusCode) {
        StatusCodes.check(statusCode);
        RestApiState api = restApis.stateOfResource(restApiId);
        Method method = api.resource(resourceId).methods().get(httpMethod);
        if (method == null) {
            // Here, and only here, AWS blames the integration when the method does not exist.
            throw ApiGatewayErrors.noIntegration();
        }
        Integration integration = integration(method);
        response(integration, statusCode);
        put(api, resourceId, method, with(integration, statusCode, null));
    }

    private static String responseTransferMode(PutIntegrationRequest request) {
        boolean proxy = "HTTP_PROXY".equals(request.type()) || "AWS_PROXY".equals(request.type());
        return request.responseTransferMode() == null && proxy ? "BUFFERED" : request.responseTransferMode();
    }

    private static Integration integration(Method method) {
        if (method.methodIntegration() == null) {
            throw ApiGatewayErrors.noIntegration();
        }
        return method.methodIntegration();
    }

    private static IntegrationResponse response(Integration integration, String statusCode) {
        IntegrationResponse response = integration.integrationResponses().get(statusCode);
        if (response == null) {
            throw ApiGatewayErrors.noResponse();
        }
        return response;
    }

    private static Integration with(Integration integration, String statusCode, IntegrationResponse response) {
        var draft = new IntegrationDraft(integration);
        if (response == null) {
            draft.integrationResponses.remove(statusCode);
        } else {
            draft.integrationResponses.put(statusCode, response);
        }
        return draft.build();
    }

    private static void put(RestApiState api, String resourceId, Method method, Integration integration) {
        api.put(resourceId, method.httpMethod(), method.with(integration));
    }
}
