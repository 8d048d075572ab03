package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.HttpRequestHeaders;
import io.gatelink.functions.apigateway.HttpResponses;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.AuthorizerParameters;
import io.gatelink.functions.wanted.Cors;
import io.gatelink.functions.wanted.Wanted;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.apigateway.model.Authorizer;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.Integration;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.ResponseTransferMode;

/**
 * Makes every path and method of a backend reachable: {@code ANY} on {@code /} and on <code>/{proxy+}</code>, passed on
 * through the VPC link that the stage names, or through one of version 2, which the integration itself has to name
 * beside the load balancer. By default requests and answers pass as they are; {@link
 * HttpRequestHeaders} and {@link HttpResponses} say what mapped integrations do. Only what differs is changed.
 *
 * <p>A method with another authorization is deleted and made anew, never patched: the keys of IAM's conditions for a
 * method's authorization are those of PutMethod, so the function's policy can deny open methods only if it cannot patch
 * them. Stages serve their deployments meanwhile. Methods that others added to the API and that let in callers that it
 * keeps out are deleted, so that the next deployment does not have them.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/security_iam_service-with-iam.html">How
 *      Amazon API Gateway works with IAM</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html">PutIntegration</a>
 */
public final class IntegrateHandler extends PublicationTask<IntegrateHandler.Input, IntegrateHandler.Output> {

    private static final String ANY = "ANY";
    private static final int MOST_WARNINGS = 10;
    private static final String PASSTHROUGH = "WHEN_NO_MATCH";
    private static final String GREEDY = "{proxy+}";
    private static final String METHOD_PATH_PARAMETER = "method.request.path.proxy";
    private static final String INTEGRATION_PATH_PARAMETER = "integration.request.path.proxy";

    private final ApiGateway apiGateway;
    private final AuthorizerParameters authorizers;

    /** For Lambda. */
    public IntegrateHandler() {
        super(Input.class);
        apiGateway = ApiGateway.of(clients());
        authorizers = AuthorizerParameters.of(clients().settings());
    }

    /**
     * The API and what it is to pass on.
     *
     * @param rootResourceId of the resource {@code /}
     */
    public record Input(String restApiId, String rootResourceId, String vpcLinkId, Wanted wanted) {

        private String connectionId() {
            return wanted.network() == null ? ApiGateway.VPC_LINK_ID_REFERENCE : vpcLinkId;
        }

        /** No stage variable stands for it: it changes with a deployment. */
        private String integrationTarget(Step step) {
            return wanted.network() == null ? null : step.loadBalancerArn().text();
        }

        private boolean isMapped() {
            return wanted.integration().equals("http");
        }

        private IntegrationType type() {
            return isMapped() ? IntegrationType.HTTP : IntegrationType.HTTP_PROXY;
        }

        /** The headers that API Gateway adds to mapped answers. */
        private Map<String, String> added() {
            return wanted.cors() == null ? Map.of() : wanted.cors().answerHeaders();
        }

        /** {@code null} for API Gateway's default, which is to buffer. */
        private ResponseTransferMode transferMode() {
            return wanted.isStreamed() ? ResponseTransferMode.STREAM : null;
        }
    }

    /** @param warnings which methods of others were deleted and why, and what the integration does not pass on */
    public record Output(List<String> warnings) {}

    /**
     * @throws io.gatelink.functions.lambda.UnsupportedLoadBalancerException if the account's quota does not allow the
     *         time-out
     * @throws io.gatelink.functions.lambda.AwsUnavailableException if the API, or a part of it, does not show yet, or
     *         changes meanwhile
     */
    @Override
    protected Output handle(Input input, Step step) {
        List<String> warnings = ApiGateway.whole(input.restApiId(), () -> change(input, step));
        if (input.isMapped()) {
            warnings.add(HttpRequestHeaders.warning(input.wanted().authorization()));
        }
        return new Output(warnings);
    }

    private List<String> change(Input input, Step step) {
        List<String> warnings = new ArrayList<>();
        String root = input.rootResourceId();
        Method ofRoot = null;
        String proxy = null;
        Method ofProxy = null;
        var preflight = new Preflight(apiGateway, input.restApiId());
        Map<String, Method> preflights = new TreeMap<>();
        List<Resource> resources = apiGateway.resources(input.restApiId());
        String authorization = input.wanted().authorization();
        var ofApi = new Authorizers(apiGateway, input.restApiId(), authorizers);
        List<Authorizer> found = mayHaveAuthorizers(authorization, resources) ? ofApi.found() : List.of();
        String authorizer = ofApi.obtain(authorization, found).orElse(null);
        Set<String> used = new HashSet<>();
        Optional.ofNullable(authorizer).ifPresent(used::add);
        for (Resource resource : resources) {
            Map<String, Method> methods = new TreeMap<>(resource.resourceMethods());
            if (resource.id().equals(root)) {
                ofRoot = methods.remove(ANY);
            } else if (GREEDY.equals(resource.pathPart()) && root.equals(resource.parentId())) {
                proxy = resource.id();
                ofProxy = methods.remove(ANY);
            }
            if (Preflight.isFor(resource) && Preflight.isOursSoFar(methods.get(Preflight.OPTIONS))) {
                preflights.put(resource.id(), methods.remove(Preflight.OPTIONS));
            }
            methods.forEach((httpMethod, method) -> {
                boolean weaker = isWeaker(method, input, authorizer);
                if (weaker || isInTheWay(resource, httpMethod, input)) {
                    warnings.add(delete(input, step, resource, httpMethod, method, weaker));
                } else if (method.authorizerId() != null) {
                    used.add(method.authorizerId());
                }
            });
        }
        if (warnings.size() > MOST_WARNINGS) {
            int more = warnings.size() - MOST_WARNINGS;
            warnings.subList(MOST_WARNINGS, warnings.size()).clear();
            warnings.add("And " + more + " more methods.");
        }
        Cors cors = input.wanted().cors();
        if (cors == null && !preflights.isEmpty()) {
            preflight.deleteGatewayResponses();
            preflights.keySet().forEach(id -> apiGateway.deleteMethod(input.restApiId(), id, Preflight.OPTIONS));
        }
        integrate(input, step, root, "/", ofRoot, authorizer);
        if (proxy == null) {
            proxy = apiGateway.createResource(input.restApiId(), root, GREEDY);
        }
        integrate(input, step, proxy, "/{proxy}", ofProxy, authorizer);
        if (cors != null) {
            preflight.put(root, preflights.get(root), cors);
            preflight.put(proxy, preflights.get(proxy), cors);
            preflight.putGatewayResponses(cors);
        }
        ofApi.deleteUnused(found, used);
        return warnings;
    }

    private static boolean mayHaveAuthorizers(String authorization, List<Resource> resources) {
        return Authorization.isByToken(authorization)
                || resources.stream()
                        .flatMap(resource -> resource.resourceMethods().values().stream())
                        .anyMatch(method -> method.authorizerId() != null);
    }

    /** What is not shown is unknown. */
    private static boolean isWeaker(Method method, Input input, String authorizer) {
        String authorization = input.wanted().authorization();
        return method.authorizationType() != null
                && (Authorization.isWeaker(method.authorizationType(), method.apiKeyRequired(), authorization)
                        || Authorization.isByToken(authorization)
                                && Authorization.methodType(authorization).equals(method.authorizationType())
                                && !authorizer.equals(method.authorizerId()));
    }

    private static boolean isInTheWay(Resource resource, String httpMethod, Input input) {
        return input.wanted().cors() != null && httpMethod.equals(Preflight.OPTIONS) && Preflight.isFor(resource);
    }

    private String delete(Input input, Step step, Resource resource, String httpMethod, Method method, boolean weaker) {
        apiGateway.deleteMethod(input.restApiId(), resource.id(), httpMethod);
        String what = "Method " + Text.printable(httpMethod + " " + resource.path()) + " of REST API "
                + input.restApiId() + " was deleted: Gatelink did not make it, and "
                + (weaker
                        ? "its authorization " + Text.printable(method.authorizationType()) + " lets in callers that "
                                + input.wanted().authorization() + " keeps out"
                        : "answers preflight requests itself")
                + ". Make it in an API of your own if you need it.";
        step.log().with("reason", what).warn("Method deleted");
        return what;
    }

    /**
     * @param found      the method as it is, or {@code null}
     * @param authorizer the id of the authorizer that it is to have, or {@code null}
     */
    private void integrate(
            Input input, Step step, String resourceId, String backendPath, Method found, String authorizer) {
        String authorization = input.wanted().authorization();
        Map<String, Boolean> declared = new TreeMap<>();
        Map<String, String> mapped = new TreeMap<>();
        if (input.isMapped()) {
            declared.putAll(HttpRequestHeaders.declared(authorization));
            mapped.putAll(HttpRequestHeaders.mapped(authorization));
        }
        if (!backendPath.equals("/")) {
            declared.put(METHOD_PATH_PARAMETER, true);
            mapped.put(INTEGRATION_PATH_PARAMETER, METHOD_PATH_PARAMETER);
        }
        boolean kept = found != null
                && Authorization.isThatOf(found.authorizationType(), found.apiKeyRequired(), authorization)
                && Objects.equals(authorizer, found.authorizerId())
                && found.authorizationScopes().isEmpty()
                && found.requestParameters().entrySet().containsAll(declared.entrySet())
                && (!input.isMapped() || HttpResponses.areDeclared(input.added(), found.methodResponses()));
        if (!kept) {
            if (found != null) {
                apiGateway.deleteMethod(input.restApiId(), resourceId, ANY);
            }
            apiGateway.client().putMethod(request -> request.restApiId(input.restApiId())
                    .resourceId(resourceId)
                    .httpMethod(ANY)
                    .authorizationType(Authorization.methodType(authorization))
                    .authorizerId(authorizer)
                    .apiKeyRequired(authorization.equals(Authorization.API_KEY))
                    .requestParameters(declared));
        }
        boolean integrated = kept && isAsWanted(found.methodIntegration(), input, step, backendPath, mapped);
        if (!integrated) {
            putIntegration(step, input, request -> request.restApiId(input.restApiId())
                    .resourceId(resourceId)
                    .httpMethod(ANY)
                    .type(input.type())
                    .integrationHttpMethod(ANY)
                    .uri(input.wanted().uri() + backendPath)
                    .connectionType(ConnectionType.VPC_LINK)
                    .connectionId(input.connectionId())
                    .integrationTarget(input.integrationTarget(step))
                    .timeoutInMillis(Integer.valueOf(input.wanted().timeoutMillis()))
                    .passthroughBehavior(PASSTHROUGH)
                    .responseTransferMode(input.transferMode())
                    .requestParameters(mapped));
        }
        if (input.isMapped()) {
            HttpResponses.put(
                    apiGateway.client(),
                    input.restApiId(),
                    resourceId,
                    ANY,
                    input.added(),
                    kept ? found.methodResponses() : Map.of(),
                    integrated ? found.methodIntegration().integrationResponses() : Map.of());
        }
    }

    private void putIntegration(Step step, Input input, Consumer<PutIntegrationRequest.Builder> integration) {
        try {
            apiGateway.client().putIntegration(integration);
        } catch (BadRequestException e) {
            throw TimeoutQuota.refusal(e, step.loadBalancerArn(), input.wanted());
        }
    }

    private static boolean isAsWanted(
            Integration found, Input input, Step step, String backendPath, Map<String, String> parameters) {
        return found != null
                && found.type() == input.type()
                && ANY.equals(found.httpMethod())
                && (input.wanted().uri() + backendPath).equals(found.uri())
                && found.connectionType() == ConnectionType.VPC_LINK
                && input.connectionId().equals(found.connectionId())
                && Objects.equals(input.integrationTarget(step), found.integrationTarget())
                && Integer.valueOf(input.wanted().timeoutMillis()).equals(found.timeoutInMillis())
                && PASSTHROUGH.equals(found.passthroughBehavior())
                && (found.responseTransferMode() == ResponseTransferMode.STREAM)
                        == input.wanted().isStreamed()
                && parameters.equals(found.requestParameters())
                && found.requestTemplates().isEmpty()
                && found.credentials() == null
                && (found.tlsConfig() == null
                        || !Boolean.TRUE.equals(found.tlsConfig().insecureSkipVerification()));
    }
}
