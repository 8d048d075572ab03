package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.apigateway.ApiGatewayErrors;
import io.gatelink.local.apigateway.RestApi;
import io.gatelink.local.apigateway.RestApis;
import io.gatelink.local.apigateway.RestApis.CreateRestApiRequest;
import io.gatelink.local.core.Json;
import java.util.List;

/** REST APIs on the wire. */
final class RestApiWire {

    private final RestApis restApis;

    RestApiWire(RestApis restApis) {
        this.restApis = restApis;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        "/restapis",
                        "CreateRestApi",
                        201,
                        call -> render(restApis.createRestApi(parse(call.body())), false)),
                new Route(
                        "GET",
                        "/restapis",
                        "GetRestApis",
                        200,
                        call -> Render.page(
                                restApis.getRestApis(call.position(), call.limit()), api -> render(api, false))),
                new Route(
                        "GET",
                        "/restapis/{restapi_id}",
                        "GetRestApi",
                        200,
                        call -> render(restApis.getRestApi(call.path("restapi_id")), true)),
                new Route(
                        "PATCH",
                        "/restapis/{restapi_id}",
                        "UpdateRestApi",
                        200,
                        call -> render(restApis.updateRestApi(call.path("restapi_id"), call.patch()), true)),
                new Route("DELETE", "/restapis/{restapi_id}", "DeleteRestApi", 202, call -> {
                    restApis.deleteRestApi(call.path("restapi_id"));
                    return null;
                }));
    }

    private static CreateRestApiRequest parse(Body body) {
        Body endpoint = body.object("endpointConfiguration");
        if (endpoint.has("types") && endpoint.strings("types").isEmpty()) {
            throw ApiGatewayErrors.badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
        }
        return new CreateRestApiRequest(
                body.string("name"),
                body.text("description"),
                body.string("version"),
                body.string("cloneFrom"),
                body.strings("binaryMediaTypes"),
                body.integer("minimumCompressionSize"),
                body.string("apiKeySource"),
                endpoint.strings("types"),
                endpoint.string("ipAddressType"),
                endpoint.strings("vpcEndpointIds"),
                body.string("policy"),
                body.stringMap("tags"),
                body.is("disableExecuteApiEndpoint"),
                body.string("securityPolicy"),
                body.string("endpointAccessMode"));
    }

    private static ObjectNode render(RestApi api, boolean noTags) {
        ObjectNode node = Json.object().put("id", api.id()).put("name", api.name());
        Render.put(node, "description", api.description());
        Render.put(node, "createdDate", api.createdDate());
        Render.put(node, "version", api.version());
        Render.put(node, "binaryMediaTypes", api.binaryMediaTypes());
        if (api.minimumCompressionSize() != null) {
            node.put("minimumCompressionSize", api.minimumCompressionSize());
        }
        node.put("apiKeySource", api.apiKeySource());
        ObjectNode endpoint = node.putObject("endpointConfiguration");
        endpoint.putArray("types").add(api.endpointConfiguration().type());
        endpoint.put("ipAddressType", api.endpointConfiguration().ipAddressType());
        if (!api.endpointConfiguration().vpcEndpointIds().isEmpty()) {
            Render.put(endpoint, "vpcEndpointIds", api.endpointConfiguration().vpcEndpointIds());
        }
        if (noTags || !api.tags().isEmpty()) {
            Render.object(node, "tags", api.tags());
        }
        node.put("disableExecuteApiEndpoint", api.disableExecuteApiEndpoint());
        node.put("rootResourceId", api.rootResourceId());
        Render.put(node, "securityPolicy", api.securityPolicy());
        Render.put(node, "endpointAccessMode", api.endpointAccessMode());
        node.put("apiStatus", api.updating() ? "UPDATING" : "AVAILABLE");
        if (api.policy() != null) {
            // As AWS returns it: with its quotes escaped once more.
            String quoted = Json.write(TextNode.valueOf(api.policy().text()));
            node.put("policy", quoted.substring(1, quoted.length() - 1));
        }
        return node;
    }
}
