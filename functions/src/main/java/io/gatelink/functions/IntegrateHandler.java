package io.gatelink.functions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.GetMethodResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.PutMethodRequest;
import software.amazon.awssdk.services.apigateway.model.Resource;

/**
 * Makes every path and method of a backend reachable: {@code ANY} on {@code /} and on <code>/{proxy+}</code>, passed on
 * through the VPC link that the stage names. By default requests and answers pass as they are; what a load balancer's tag
 * {@link Tags#INTEGRATION} asks for otherwise is {@link HttpRequestHeaders} and {@link HttpResponses}.
 *
 * <p>A method gets its authorization when it is made. One that is there with another one is made anew and never patched:
 * IAM's condition keys for a method's authorization are those of PutMethod, so that the function's policy can deny open
 * methods only if it cannot patch them. Stages serve their deployments meanwhile, and notice nothing.
 *
 * <p>The API is ours, and so is whatever it lets in: methods that somebody else added to it and that ask for less than
 * they have to are deleted, so that the next deployment does not have them. All others stay.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/security_iam_service-with-iam.html">How
 *      Amazon API Gateway works with IAM</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html">PutIntegration</a>
 */
public final class IntegrateHandler extends StepHandler<IntegrateHandler.Input, IntegrateHandler.Output> {

    /** Answers are mapped, see {@link HttpResponses}. */
    private static final String HTTP = "http";

    private static final String ANY = "ANY";
    private static final String PASSTHROUGH = "WHEN_NO_MATCH";
    private static final String GREEDY = "{proxy+}";
    private static final String METHOD_PATH_PARAMETER = "method.request.path.proxy";
    private static final String INTEGRATION_PATH_PARAMETER = "integration.request.path.proxy";

    private final ApiGatewayClient apiGateway;
    private final Turns turns;

    /** For Lambda. */
    public IntegrateHandler() {
        this(Environment.current(), new Settings(Environment.current()).ownership());
    }

    private IntegrateHandler(Environment environment, Ownership ownership) {
        this(Clients.apiGateway(environment), Turns.of(environment, ownership), environment.clock());
    }

    IntegrateHandler(ApiGatewayClient apiGateway, Turns turns, InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
        this.turns = turns;
    }

    /**
     * The API, its resource {@code /}, the backend and who may call.
     *
     * @param uri           scheme, name and port of the load balancer's listener
     * @param authorization {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param timeoutMillis how long API Gateway waits for the backend
     * @param integration   {@code http_proxy} or {@code http}
     */
    public record Input(String execution, String executionArn, String loadBalancerArn, String vpcLinkId,
            String restApiId, String rootResourceId, String uri, String authorization, String timeoutMillis,
            String integration) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("vpcLinkId", vpcLinkId);
            Checks.id("restApiId", restApiId);
            Checks.id("rootResourceId", rootResourceId);
            Checks.backend("uri", uri);
            Checks.authorization(authorization);
            Checks.asked("timeoutMillis", timeoutMillis, LoadBalancerTag.TIMEOUT_MS);
            Checks.asked("integration", integration, LoadBalancerTag.INTEGRATION);
        }

        private IntegrationType type() {
            return HTTP.equals(integration) ? IntegrationType.HTTP : IntegrationType.HTTP_PROXY;
        }
    }

    /**
     * The API.
     *
     * @param warnings what somebody else made and was deleted, each with the reason, and what the integration does not
     *                 pass on
     */
    public record Output(String restApiId, List<String> warnings) {

        public Output {
            warnings = List.copyOf(warnings);
        }
    }

    /** @throws TurnLostException if this execution may not change anything any more */
    @Override
    Output handle(Input input, StepLog log) {
        turns.require(input.vpcLinkId(), input.executionArn());
        List<Resource> resources = RestApis.resourcesWithMethods(apiGateway, input.restApiId());
        List<String> warnings = deleteWeaker(input, resources, log);
        String proxyResourceId = proxyResourceId(input, resources);
        integrate(input, input.rootResourceId(), "/", false);
        integrate(input, proxyResourceId, "/{proxy}", true);
        if (input.type() == IntegrationType.HTTP) {
            warnings.add(HttpRequestHeaders.warning(input.authorization()));
        }
        log.with("restApiId", input.restApiId()).with("uri", input.uri()).with("authorization", input.authorization())
                .info("REST API integrated");
        return new Output(input.restApiId(), warnings);
    }

    /** The methods that others added and that let in callers whom this API keeps out. What is not shown is unknown. */
    private List<String> deleteWeaker(Input input, List<Resource> resources, StepLog log) {
        List<String> warnings = new ArrayList<>();
        Optional<String> proxyResourceId = proxyResourceIdIn(resources, input);
        resources.stream().sorted(Comparator.comparing(Resource::path)).forEach(resource ->
                new TreeMap<>(resource.resourceMethods()).forEach((httpMethod, method) -> {
                    boolean ours = ANY.equals(httpMethod) && (resource.id().equals(input.rootResourceId())
                            || proxyResourceId.filter(resource.id()::equals).isPresent());
                    if (!ours && method.authorizationType() != null && new MethodAuthorization(method.authorizationType(),
                            Boolean.TRUE.equals(method.apiKeyRequired())).isWeakerThan(input.authorization())) {
                        RestApis.unlessGone(() -> apiGateway.deleteMethod(request -> request.restApiId(input.restApiId())
                                .resourceId(resource.id()).httpMethod(httpMethod)));
                        log.with("restApiId", input.restApiId()).with("method", httpMethod).with("path", resource.path())
                                .with("authorizationType", method.authorizationType())
                                .warn("Method deleted: somebody else made it, and it asked for less than it has to");
                        warnings.add("Method " + Text.printable(httpMethod + " " + resource.path()) + " of REST API "
                                + input.restApiId() + " was deleted: somebody else made it, and its authorization "
                                + Text.printable(method.authorizationType()) + " lets in callers whom "
                                + input.authorization() + " keeps out. Whoever needs it makes it in an API of their own.");
                    }
                }));
        return warnings;
    }

    private String proxyResourceId(Input input, List<Resource> resources) {
        return proxyResourceIdIn(resources, input).orElseGet(() -> {
            try {
                return apiGateway.createResource(request -> request.restApiId(input.restApiId())
                        .parentId(input.rootResourceId()).pathPart(GREEDY)).id();
            } catch (ConflictException e) {
                // Made by a concurrent run since we looked; if not, the conflict is another one.
                return proxyResourceIdIn(RestApis.resources(apiGateway, input.restApiId()), input).orElseThrow(() -> e);
            }
        });
    }

    private static Optional<String> proxyResourceIdIn(List<Resource> resources, Input input) {
        return resources.stream()
                .filter(resource -> GREEDY.equals(resource.pathPart())
                        && input.rootResourceId().equals(resource.parentId()))
                .map(Resource::id).findFirst();
    }

    private void integrate(Input input, String resourceId, String backendPath, boolean proxy) {
        putMethod(input, resourceId, proxy);
        apiGateway.putIntegration(request -> request
                .restApiId(input.restApiId())
                .resourceId(resourceId)
                .httpMethod(ANY)
                .type(input.type())
                .integrationHttpMethod(ANY)
                .uri(input.uri() + backendPath)
                .connectionType(ConnectionType.VPC_LINK)
                .connectionId(StageVariables.VPC_LINK_ID_REFERENCE)
                .timeoutInMillis(Integer.valueOf(input.timeoutMillis()))
                .passthroughBehavior(PASSTHROUGH)
                .requestParameters(integrationParameters(input, proxy)));
        if (input.type() == IntegrationType.HTTP) {
            HttpResponses.put(apiGateway, input.restApiId(), resourceId, ANY);
        }
    }

    private static Map<String, String> integrationParameters(Input input, boolean proxy) {
        Map<String, String> parameters = new TreeMap<>();
        if (proxy) {
            parameters.put(INTEGRATION_PATH_PARAMETER, METHOD_PATH_PARAMETER);
        }
        if (input.type() == IntegrationType.HTTP) {
            parameters.putAll(HttpRequestHeaders.mapped(input.authorization()));
        }
        return parameters;
    }

    private static Map<String, Boolean> methodParameters(Input input, boolean proxy) {
        Map<String, Boolean> parameters = new TreeMap<>();
        if (proxy) {
            parameters.put(METHOD_PATH_PARAMETER, true);
        }
        if (input.type() == IntegrationType.HTTP) {
            parameters.putAll(HttpRequestHeaders.declared(input.authorization()));
        }
        return parameters;
    }

    private void putMethod(Input input, String resourceId, boolean proxy) {
        PutMethodRequest method = method(input, resourceId, proxy);
        try {
            apiGateway.putMethod(method);
        } catch (ConflictException e) {
            if (!isThereAsItShouldBe(method, e)) {
                apiGateway.deleteMethod(request -> request
                        .restApiId(input.restApiId()).resourceId(resourceId).httpMethod(ANY));
                apiGateway.putMethod(method);
            }
        }
    }

    private static PutMethodRequest method(Input input, String resourceId, boolean proxy) {
        MethodAuthorization authorization = MethodAuthorization.of(input.authorization());
        return PutMethodRequest.builder()
                .restApiId(input.restApiId())
                .resourceId(resourceId)
                .httpMethod(ANY)
                .authorizationType(authorization.authorizationType())
                .apiKeyRequired(authorization.apiKeyRequired())
                .requestParameters(methodParameters(input, proxy))
                .build();
    }

    private boolean isThereAsItShouldBe(PutMethodRequest method, ConflictException conflict) {
        try {
            GetMethodResponse found = apiGateway.getMethod(request -> request.restApiId(method.restApiId())
                    .resourceId(method.resourceId()).httpMethod(method.httpMethod()));
            return method.authorizationType().equals(found.authorizationType())
                    && method.apiKeyRequired().equals(Boolean.TRUE.equals(found.apiKeyRequired()))
                    && found.requestParameters().entrySet().containsAll(method.requestParameters().entrySet());
        } catch (NotFoundException e) {
            throw conflict;
        }
    }
}
