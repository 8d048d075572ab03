package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.GatewayResponse;
import io.gatelink.local.apigateway.GatewayResponses;
import io.gatelink.local.core.Json;
import java.util.List;

/** Gateway responses on the wire. */
final class GatewayResponseWire {

    private static final String ALL = "/restapis/{restapi_id}/gatewayresponses";
    private static final String ONE = ALL + "/{response_type}";

    private final GatewayResponses gatewayResponses;

    GatewayResponseWire(GatewayResponses gatewayResponses) {
        this.gatewayResponses = gatewayResponses;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", ALL, "GetGatewayResponses", 200, call -> {
                    ObjectNode node = Json.object();
                    ArrayNode items = node.putArray("item");
                    gatewayResponses.getGatewayResponses(api(call)).forEach(response -> items.add(render(response)));
                    return node;
                }),
                new Route("PUT", ONE, "PutGatewayResponse", 201, call -> {
                    Body body = call.body();
                    return render(gatewayResponses.putGatewayResponse(
                            api(call),
                            type(call),
                            body.string("statusCode"),
                            body.stringMap("responseParameters"),
                            body.stringMap("responseTemplates")));
                }),
                new Route(
                        "GET",
                        ONE,
                        "GetGatewayResponse",
                        200,
                        call -> render(gatewayResponses.getGatewayResponse(api(call), type(call)))),
                new Route(
                        "PATCH",
                        ONE,
                        "UpdateGatewayResponse",
                        200,
                        call -> render(gatewayResponses.updateGatewayResponse(api(call), type(call), call.patch()))),
                new Route("DELETE", ONE, "DeleteGatewayResponse", 202, call -> {
                    gatewayResponses.deleteGatewayResponse(api(call), type(call));
                    return null;
                }));
    }

    private static String api(Call call) {
        return call.path("restapi_id");
    }

    private static String type(Call call) {
        return call.path("response_type");
    }

    private static ObjectNode render(GatewayResponse response) {
        ObjectNode node =
                Json.object().put("responseType", response.responseType().name());
        Render.put(node, "statusCode", response.statusCode());
        Render.object(node, "responseParameters", response.responseParameters());
        Render.object(node, "responseTemplates", response.responseTemplates());
        return node.put("defaultResponse", response.defaultResponse());
    }
}
