package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.WeakAuthorizationException;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.Cors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.model.GatewayResponse;
import software.amazon.awssdk.services.apigateway.model.GatewayResponseType;
import software.amazon.awssdk.services.apigateway.model.Integration;
import software.amazon.awssdk.services.apigateway.model.IntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.Resource;

/**
 * The answers that browsers need before and with requests of scripts from other origins: {@code OPTIONS} on {@code /}
 * and <code>/{proxy+}</code>, which API Gateway answers itself (a MOCK integration), without authorization, since
 * browsers send no credentials with preflight requests; and the headers of the answers that API Gateway makes when it
 * refuses a request.
 *
 * <p>That these two methods ask for no authorization is the one exception of its kind. It is theirs only as long as
 * they lead to no backend.
 *
 * <p>The methods also tell that there may be headers of ours to take away: these come after the methods, and go before
 * them.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html">CORS for REST APIs in
 *      API Gateway</a>
 */
record Preflight(ApiGateway apiGateway, String restApiId) {

    static final String OPTIONS = "OPTIONS";

    /** Tells our methods from those of others. */
    private static final String OPERATION_NAME = "GatelinkPreflight";

    private static final String STATUS = "200";
    private static final String PASSTHROUGH = "WHEN_NO_MATCH";
    private static final Map<String, String> TEMPLATES = Map.of("application/json", "{\"statusCode\":200}");
    private static final String METHOD_HEADER = "method.response.header.";
    private static final String GATEWAY_HEADER = "gatewayresponse.header.";
    private static final List<GatewayResponseType> GATEWAY_RESPONSES =
            List.of(GatewayResponseType.DEFAULT_4_XX, GatewayResponseType.DEFAULT_5_XX);

    /** Whether a method is one of ours that answers preflight requests itself. */
    static boolean isOurs(Method method) {
        return method != null
                && OPERATION_NAME.equals(method.operationName())
                && method.methodIntegration() != null
                && method.methodIntegration().type() == IntegrationType.MOCK;
    }

    /** The same, or one that Gatelink has only begun to make: without an integration it leads nowhere. */
    static boolean isOursSoFar(Method method) {
        return isOurs(method)
                || method != null
                        && OPERATION_NAME.equals(method.operationName())
                        && method.methodIntegration() == null;
    }

    /** Gives the answers that API Gateway makes itself these headers, unless they have them. */
    void putGatewayResponses(Cors cors) {
        Map<String, String> parameters = Cors.mapped(GATEWAY_HEADER, cors.answerHeaders());
        Map<GatewayResponseType, GatewayResponse> found =
                apiGateway.client().getGatewayResponses(request -> request.restApiId(restApiId)).items().stream()
                        .collect(Collectors.toMap(GatewayResponse::responseType, one -> one, (one, other) -> one));
        for (GatewayResponseType type : GATEWAY_RESPONSES) {
            if (!found.containsKey(type) || !parameters.equals(found.get(type).responseParameters())) {
                apiGateway.client().putGatewayResponse(request -> request.restApiId(restApiId)
                        .responseType(type)
                        .responseParameters(parameters));
            }
        }
    }

    /** Back to API Gateway's own. */
    void deleteGatewayResponses() {
        GATEWAY_RESPONSES.forEach(type -> ApiGateway.ifThere(
                () -> apiGateway.client().deleteGatewayResponse(request -> request.restApiId(restApiId)
                        .responseType(type))));
    }

    /**
     * Makes a resource answer preflight requests.
     *
     * @param found its method {@code OPTIONS} as it is, or {@code null}
     */
    void put(String resourceId, Method found, Cors cors) {
        Map<String, String> mapped = Cors.mapped(METHOD_HEADER, cors.preflightHeaders());
        Map<String, Boolean> declared =
                mapped.keySet().stream().collect(Collectors.toMap(header -> header, header -> false));
        if (isAsWanted(found, declared, mapped)) {
            return;
        }
        if (found != null) {
            apiGateway.deleteMethod(restApiId, resourceId, OPTIONS);
        }
        apiGateway.client().putMethod(request -> request.restApiId(restApiId)
                .resourceId(resourceId)
                .httpMethod(OPTIONS)
                .authorizationType("NONE")
                .apiKeyRequired(false)
                .operationName(OPERATION_NAME));
        apiGateway.client().putMethodResponse(request -> request.restApiId(restApiId)
                .resourceId(resourceId)
                .httpMethod(OPTIONS)
                .statusCode(STATUS)
                .responseParameters(declared));
        apiGateway.client().putIntegration(request -> request.restApiId(restApiId)
                .resourceId(resourceId)
                .httpMethod(OPTIONS)
                .type(IntegrationType.MOCK)
                .passthroughBehavior(PASSTHROUGH)
                .requestTemplates(TEMPLATES));
        apiGateway.client().putIntegrationResponse(request -> request.restApiId(restApiId)
                .resourceId(resourceId)
                .httpMethod(OPTIONS)
                .statusCode(STATUS)
                .responseParameters(mapped));
    }

    private static boolean isAsWanted(Method found, Map<String, Boolean> declared, Map<String, String> mapped) {
        if (!isOurs(found)
                || !"NONE".equals(found.authorizationType())
                || Boolean.TRUE.equals(found.apiKeyRequired())
                || !found.requestParameters().isEmpty()
                || found.requestValidatorId() != null
                || !found.methodResponses().keySet().equals(Set.of(STATUS))
                || !declared.equals(found.methodResponses().get(STATUS).responseParameters())) {
            return false;
        }
        Integration integration = found.methodIntegration();
        IntegrationResponse response = integration.integrationResponses().get(STATUS);
        return TEMPLATES.equals(integration.requestTemplates())
                && PASSTHROUGH.equals(integration.passthroughBehavior())
                && integration.integrationResponses().size() == 1
                && response != null
                && (response.selectionPattern() == null
                        || response.selectionPattern().isEmpty())
                && mapped.equals(response.responseParameters())
                && response.responseTemplates().isEmpty();
    }

    /**
     * Checks, after a deployment was made, that it holds our methods: what it tells of methods does not say where they
     * lead.
     *
     * @throws WeakAuthorizationException if something else was put in their place meanwhile; the deployment is deleted
     */
    void requireOurs(String deployment) {
        Map<String, Method> methods = new TreeMap<>();
        apiGateway.resources(restApiId).stream()
                .filter(resource -> resource.resourceMethods().containsKey(OPTIONS))
                .forEach(resource ->
                        methods.put(resource.path(), resource.resourceMethods().get(OPTIONS)));
        List<String> others = Authorization.PATHS.stream()
                .filter(path -> !isOurs(methods.get(path)))
                .toList();
        if (!others.isEmpty()) {
            apiGateway.stages().deleteDeployment(restApiId, deployment);
            throw new WeakAuthorizationException("Method " + OPTIONS + " " + others.get(0) + " of REST API " + restApiId
                    + " is not the one that answers preflight requests: it was changed meanwhile. Publish the load "
                    + "balancer again, which repairs it.");
        }
    }

    /** Whether a resource is one of those whose {@code OPTIONS} is for preflight requests. */
    static boolean isFor(Resource resource) {
        return Authorization.PATHS.contains(resource.path());
    }
}
