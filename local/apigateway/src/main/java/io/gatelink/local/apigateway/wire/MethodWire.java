package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.Method;
import io.gatelink.local.apigateway.Method.MethodResponse;
import io.gatelink.local.apigateway.Methods;
import io.gatelink.local.apigateway.Methods.PutMethodRequest;
import io.gatelink.local.core.Json;
import java.util.List;
import java.util.TreeMap;

/** Methods and their responses on the wire. */
final class MethodWire {

    static final String METHOD = "/restapis/{restapi_id}/resources/{resource_id}/methods/{http_method}";
    private static final String RESPONSE = METHOD + "/responses/{status_code}";

    private final Methods methods;

    MethodWire(Methods methods) {
        this.methods = methods;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "PUT",
                        METHOD,
                        "PutMethod",
                        201,
                        call -> render(
                                methods.putMethod(api(call), resource(call), httpMethod(call), parse(call.body())))),
                new Route(
                        "GET",
                        METHOD,
                        "GetMethod",
                        200,
                        call -> render(methods.getMethod(api(call), resource(call), httpMethod(call)))),
                new Route(
                        "PATCH",
                        METHOD,
                        "UpdateMethod",
                        200,
                        call -> render(
                                methods.updateMethod(api(call), resource(call), httpMethod(call), call.patch()))),
                new Route("DELETE", METHOD, "DeleteMethod", 204, call -> {
                    methods.deleteMethod(api(call), resource(call), httpMethod(call));
                    return null;
                }),
                new Route("PUT", RESPONSE, "PutMethodResponse", 201, call -> {
                    Body body = call.body();
                    return render(methods.putMethodResponse(
                            api(call),
                            resource(call),
                            httpMethod(call),
                            call.path("status_code"),
                            body.booleanMap("responseParameters"),
                            body.stringMap("responseModels"),
                            body.empty("responseParameters", "responseModels")));
                }),
                new Route(
                        "GET",
                        RESPONSE,
                        "GetMethodResponse",
                        200,
                        call -> render(methods.getMethodResponse(
                                api(call), resource(call), httpMethod(call), call.path("status_code")))),
                new Route(
                        "PATCH",
                        RESPONSE,
                        "UpdateMethodResponse",
                        201,
                        call -> render(methods.updateMethodResponse(
                                api(call), resource(call), httpMethod(call), call.path("status_code"), call.patch()))),
                new Route("DELETE", RESPONSE, "DeleteMethodResponse", 204, call -> {
                    methods.deleteMethodResponse(api(call), resource(call), httpMethod(call), call.path("status_code"));
                    return null;
                }));
    }

    static String api(Call call) {
        return call.path("restapi_id");
    }

    static String resource(Call call) {
        return call.path("resource_id");
    }

    static String httpMethod(Call call) {
        return call.path("http_method");
    }

    static ObjectNode render(Method method) {
        ObjectNode node = Json.object()
                .put("httpMethod", method.httpMethod())
                .put("authorizationType", method.authorizationType());
        Render.put(node, "authorizerId", method.authorizerId());
        node.put("apiKeyRequired", method.apiKeyRequired());
        if (!method.authorizationScopes().isEmpty()) {
            Render.array(node, "authorizationScopes", method.authorizationScopes());
        }
        Render.put(node, "requestValidatorId", method.requestValidatorId());
        Render.put(node, "operationName", method.operationName());
        Render.putBooleans(node, "requestParameters", method.requestParameters());
        Render.put(node, "requestModels", method.requestModels());
        Render.putEmpty(node, method.sentEmpty());
        if (!method.methodResponses().isEmpty()) {
            ObjectNode responses = node.putObject("methodResponses");
            new TreeMap<>(method.methodResponses())
                    .forEach((status, response) -> responses.set(status, render(response)));
        }
        if (method.methodIntegration() != null) {
            node.set("methodIntegration", IntegrationWire.render(method.methodIntegration()));
        }
        return node;
    }

    private static ObjectNode render(MethodResponse response) {
        ObjectNode node = Json.object().put("statusCode", response.statusCode());
        Render.putBooleans(node, "responseParameters", response.responseParameters());
        Render.put(node, "responseModels", response.responseModels());
        Render.putEmpty(node, response.sentEmpty());
        return node;
    }

    private static PutMethodRequest parse(Body body) {
        return new PutMethodRequest(
                body.string("authorizationType"),
                body.string("authorizerId"),
                body.is("apiKeyRequired"),
                body.string("operationName"),
                body.booleanMap("requestParameters"),
                body.stringMap("requestModels"),
                body.string("requestValidatorId"),
                body.strings("authorizationScopes"),
                body.empty("requestParameters", "requestModels"));
    }
}
