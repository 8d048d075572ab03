package io.gatelink.local.apigateway.wire;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.WireService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** API Gateway's control plane on the wire: one table of routes. */
public final class ApiGatewayWire implements WireService {

    private final RouteTable table;

    /**
     * @param dataPlane the operations that go through the data plane, such as TestInvokeMethod; each takes the place
     *                  of the route that says it is not supported
     */
    public ApiGatewayWire(ApiGateway service, List<Route> dataPlane) {
        var routes = new ArrayList<>(dataPlane);
        Stream.of(
                        new VpcLinkWire(service.vpcLinks()).routes(),
                        new RestApiWire(service.restApis()).routes(),
                        new ResourceWire(service.resources()).routes(),
                        new AuthorizerWire(service.authorizers()).routes(),
                        new MethodWire(service.methods()).routes(),
                        new IntegrationWire(service.integrations()).routes(),
                        new GatewayResponseWire(service.gatewayResponses()).routes(),
                        new DeploymentWire(service.deployments()).routes(),
                        new StageWire(service.stages()).routes(),
                        new ApiKeyWire(service.apiKeys()).routes(),
                        new UsagePlanWire(service.usagePlans()).routes(),
                        new DomainNameWire(service.domainNames()).routes(),
                        new BasePathMappingWire(service.basePathMappings()).routes(),
                        new TagWire(service.tags()).routes(),
                        new AccountWire(service.account()).routes())
                .forEach(routes::addAll);
        Set<String> supported = routes.stream().map(Route::operation).collect(Collectors.toSet());
        var all = UnsupportedApiGatewayOperations.routes().stream()
                .filter(route -> !supported.contains(route.operation()))
                .collect(Collectors.toCollection(ArrayList::new));
        // Among those not supported are two that only a query parameter tells from others: they are asked first.
        all.addAll(routes);
        table = new RouteTable(all);
    }

    @Override
    public String signingName() {
        return "apigateway";
    }

    @Override
    public boolean serves(Request request) {
        return !request.path().startsWith(ApiGatewayV2Wire.PATHS);
    }

    @Override
    public Protocol protocol() {
        return Protocol.REST_JSON;
    }

    /** All operations of API Gateway, supported or not. */
    public Collection<Route> routes() {
        return table.routes();
    }

    @Override
    public List<String> operations() {
        return table.routes().stream()
                .filter(Route::isSupported)
                .map(Route::operation)
                .toList();
    }

    @Override
    public Operation route(Request request) {
        Call call = table.find(request)
                .orElseThrow(() -> new AwsException(
                        "AccessDeniedException", 403, "Unable to determine service/operation name to be authorized"));
        Route route = call.route();
        if (!route.isSupported()) {
            throw Protocol.notImplemented(signingName(), route.operation());
        }
        return route.handler().apply(call);
    }
}
