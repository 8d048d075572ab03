package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.Integration.IntegrationResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An integration that is being changed. */
final class IntegrationDraft {

    /** What a MOCK integration has none of. */
    private static final Set<String> OF_ENDPOINT = Set.of(
            "/httpMethod",
            "/uri",
            "/connectionType",
            "/connectionId",
            "/integrationTarget",
            "/tlsConfig/insecureSkipVerification");

    private final String type;
    private String httpMethod;
    private String uri;
    private String connectionType;
    private String connectionId;
    private String integrationTarget;
    private String credentials;
    private final Map<String, String> requestParameters;
    private final Map<String, String> requestTemplates;
    private String passthroughBehavior;
    private String contentHandling;
    private int timeoutInMillis;
    private String cacheNamespace;
    private final Set<String> cacheKeyParameters;
    final Map<String, IntegrationResponse> integrationResponses;
    private Boolean insecureSkipVerification;
    private String responseTransferMode;
    private final Set<String> sentEmpty;

    IntegrationDraft(Integration integration) {
        type = integration.type();
        httpMethod = integration.httpMethod();
        uri = integration.uri();
        connectionType = integration.connectionType();
        connectionId = integration.connectionId();
        integrationTarget = integration.integrationTarget();
        credentials = integration.credentials();
        requestParameters = new TreeMap<>(integration.requestParameters());
        requestTemplates = new TreeMap<>(integration.requestTemplates());
        passthroughBehavior = integration.passthroughBehavior();
        contentHandling = integration.contentHandling();
        timeoutInMillis = integration.timeoutInMillis();
        cacheNamespace = integration.cacheNamespace();
        cacheKeyParameters = new TreeSet<>(integration.cacheKeyParameters());
        integrationResponses = new TreeMap<>(integration.integrationResponses());
        insecureSkipVerification = integration.insecureSkipVerification();
        responseTransferMode = integration.responseTransferMode();
        sentEmpty = integration.sentEmpty();
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateIntegration.html">UpdateIntegration</a>
     */
    void apply(PatchOperation operation) {
        String parameter = operation.entryOf("requestParameters");
        String contentType = operation.entryOf("requestTemplates");
        String key = operation.entryOf("cacheKeyParameters");
        if (parameter != null) {
            Patches.change(requestParameters, parameter, operation, operation.value(), ApiGatewayErrors::noParameter);
        } else if (contentType != null) {
            Patches.change(
                    requestTemplates, contentType, operation, operation.value(), ApiGatewayErrors::noContentType);
        } else if (key != null) {
            changeCacheKeyParameter(operation, key);
        } else {
            operation.mustReplace();
            replace(operation);
        }
    }

    Integration build() {
        return new Integration(
                type,
                httpMethod,
                uri,
                connectionType,
                connectionId,
                integrationTarget,
                credentials,
                requestParameters,
                requestTemplates,
                passthroughBehavior,
                contentHandling,
                timeoutInMillis,
                cacheNamespace,
                cacheKeyParameters.stream().toList(),
                integrationResponses,
                insecureSkipVerification,
                responseTransferMode,
                sentEmpty);
    }

    private void changeCacheKeyParameter(PatchOperation operation, String key) {
        switch (operation.op()) {
            case "add" -> cacheKeyParameters.add(key);
            case "remove" -> {
                if (!cacheKeyParameters.remove(key)) {
                    throw ApiGatewayErrors.noParameter();
                }
            }
            default ->
                throw ApiGatewayErrors.badRequest("Invalid patch operation specified. Must be one of: [add, remove]");
        }
    }

    private void replace(PatchOperation operation) {
        if (OF_ENDPOINT.contains(String.valueOf(operation.path())) && type.equals("MOCK")) {
            throw ApiGatewayErrors.patchPath(operation.path());
        }
        switch (String.valueOf(operation.path())) {
            case "/httpMethod" -> httpMethod = operation.valueOrNull();
            case "/uri" -> uri = operation.valueOrNull();
            case "/connectionType" -> connectionType = operation.valueOrNull();
            case "/connectionId" -> connectionId = operation.valueOrNull();
            case "/integrationTarget" -> integrationTarget = operation.valueOrNull();
            case "/credentials" -> credentials = operation.valueOrNull();
            case "/passthroughBehavior" -> passthroughBehavior = operation.valueOrNull();
            case "/contentHandling" -> contentHandling = operation.valueOrNull();
            case "/timeoutInMillis" -> timeoutInMillis = IntegrationRules.timeout(operation.value());
            case "/responseTransferMode" -> responseTransferMode = operation.valueOrNull();
            case "/cacheNamespace" -> cacheNamespace = operation.valueOrNull();
            case "/tlsConfig/insecureSkipVerification" -> insecureSkipVerification = operation.booleanValue();
            default -> throw ApiGatewayErrors.patchPath(operation.path());
        }
    }
}
