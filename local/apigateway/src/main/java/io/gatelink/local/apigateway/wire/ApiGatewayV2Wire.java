package io.gatelink.local.apigateway.wire;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.WireService;
import java.util.List;

/**
 * {@code apigatewayv2} on the wire, of which there are VPC links V2 alone. It shares its signing name with API
 * Gateway's first version; its paths tell which of the two is meant.
 */
public final class ApiGatewayV2Wire implements WireService {

    /** AWS's name of it, as in the {@code aws} command. */
    public static final String NAME = "apigatewayv2";

    static final String PATHS = "/v2/";

    private final RouteTable table;

    public ApiGatewayV2Wire(ApiGateway service) {
        table = new RouteTable(new VpcLinkV2Wire(service.vpcLinksV2()).routes());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String signingName() {
        return "apigateway";
    }

    @Override
    public boolean serves(Request request) {
        return request.path().startsWith(PATHS);
    }

    @Override
    public Protocol protocol() {
        return Protocol.REST_JSON;
    }

    @Override
    public List<String> operations() {
        return table.routes().stream().map(Route::operation).toList();
    }

    @Override
    public Operation route(Request request) {
        Call call = table.find(request)
                .orElseThrow(() -> Protocol.notImplemented(NAME, request.method() + " " + request.path()));
        return call.route().handler().apply(call);
    }
}
