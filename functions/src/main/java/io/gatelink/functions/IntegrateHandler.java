package io.gatelink.functions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.GetMethodResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;

/**
 * Makes every path and method of a backend reachable: {@code ANY} on {@code /} and on <code>/{proxy+}</code>, passed on
 * as it comes through the VPC link that the stage names.
 *
 * <p>A method gets its authorization when it is made; one that is there with another authorization is corrected.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html">PutIntegration</a>
 */
public final class IntegrateHandler extends StepHandler<IntegrateHandler.Input, IntegrateHandler.Output> {

    private static final String ANY = "ANY";
    private static final String GREEDY = "{proxy+}";
    private static final String METHOD_PATH_PARAMETER = "method.request.path.proxy";
    private static final String INTEGRATION_PATH_PARAMETER = "integration.request.path.proxy";

    private final ApiGatewayClient apiGateway;

    /** For Lambda. */
    public IntegrateHandler() {
        this(Environment.current());
    }

    private IntegrateHandler(Environment environment) {
        this(Clients.apiGateway(environment), environment.clock());
    }

    IntegrateHandler(ApiGatewayClient apiGateway, InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
    }

    /**
     * The API, its resource {@code /}, the backend and who may call.
     *
     * @param uri           scheme, DNS name and port of the load balancer's listener
     * @param authorization {@code AWS_IAM} or {@code NONE}
     */
    public record Input(String execution, String loadBalancerArn, String restApiId, String rootResourceId, String uri,
            String authorization) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("restApiId", restApiId);
            Checks.id("rootResourceId", rootResourceId);
            Checks.backend("uri", uri);
            Checks.authorization(authorization);
        }
    }

    /** The API. */
    public record Output(String restApiId) {
    }

    @Override
    Output handle(Input input, StepLog log) {
        String proxyResourceId = proxyResourceId(input);
        integrate(input, input.rootResourceId(), "/", false);
        integrate(input, proxyResourceId, "/{proxy}", true);
        log.with("restApiId", input.restApiId()).with("uri", input.uri()).with("authorization", input.authorization())
                .info("REST API integrated");
        return new Output(input.restApiId());
    }

    private String proxyResourceId(Input input) {
        return existingProxyResourceId(input).orElseGet(() -> {
            try {
                return apiGateway.createResource(request -> request.restApiId(input.restApiId())
                        .parentId(input.rootResourceId()).pathPart(GREEDY)).id();
            } catch (ConflictException e) {
                // Made by a concurrent run since we looked; if not, the conflict is another one.
                return existingProxyResourceId(input).orElseThrow(() -> e);
            }
        });
    }

    private Optional<String> existingProxyResourceId(Input input) {
        return RestApis.resources(apiGateway, input.restApiId()).stream()
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
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod(ANY)
                .uri(input.uri() + backendPath)
                .connectionType(ConnectionType.VPC_LINK)
                .connectionId(StageVariables.VPC_LINK_ID_REFERENCE)
                .requestParameters(proxy ? Map.of(INTEGRATION_PATH_PARAMETER, METHOD_PATH_PARAMETER) : Map.of()));
    }

    private void putMethod(Input input, String resourceId, boolean proxy) {
        try {
            apiGateway.putMethod(request -> request
                    .restApiId(input.restApiId())
                    .resourceId(resourceId)
                    .httpMethod(ANY)
                    .authorizationType(input.authorization())
                    .requestParameters(proxy ? Map.of(METHOD_PATH_PARAMETER, true) : Map.of()));
        } catch (ConflictException e) {
            correct(input, resourceId, proxy, e);
        }
    }

    /** Gives a method that is there already what is missing. */
    private void correct(Input input, String resourceId, boolean proxy, ConflictException conflict) {
        GetMethodResponse existing;
        try {
            existing = apiGateway.getMethod(request -> request
                    .restApiId(input.restApiId()).resourceId(resourceId).httpMethod(ANY));
        } catch (NotFoundException e) {
            throw conflict;
        }
        List<PatchOperation> corrections = new ArrayList<>();
        if (!Objects.equals(existing.authorizationType(), input.authorization())) {
            corrections.add(PatchOperation.builder()
                    .op(Op.REPLACE).path("/authorizationType").value(input.authorization()).build());
        }
        if (proxy && !Boolean.TRUE.equals(existing.requestParameters().get(METHOD_PATH_PARAMETER))) {
            corrections.add(PatchOperation.builder()
                    .op(existing.requestParameters().containsKey(METHOD_PATH_PARAMETER) ? Op.REPLACE : Op.ADD)
                    .path("/requestParameters/" + METHOD_PATH_PARAMETER).value("true").build());
        }
        if (!corrections.isEmpty()) {
            apiGateway.updateMethod(request -> request.restApiId(input.restApiId()).resourceId(resourceId)
                    .httpMethod(ANY).patchOperations(corrections));
        }
    }
}
