package io.gatelink.local.apigateway.wire;

import static io.gatelink.local.apigateway.wire.MethodWire.api;
import static io.gatelink.local.apigateway.wire.MethodWire.httpMethod;
import static io.gatelink.local.apigateway.wire.MethodWire.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.Integration;
import io.gatelink.local.apigateway.Integration.IntegrationResponse;
import io.gatelink.local.apigateway.Integrations;
import io.gatelink.local.apigateway.Integrations.PutIntegrationRequest;
import io.gatelink.local.core.Json;
import java.util.List;
import java.util.TreeMap;

/** Integrations and their responses on the wire. */
final class IntegrationWire {

    private static final String INTEGRATION = MethodWire.METHOD + "/integration";
    private static final String RESPONSE = INTEGRATION + "/responses/{status_code}";

    private final Integrations integrations;

    IntegrationWire(Integrations integrations) {
        this.integrations = integrations;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "PUT",
                        INTEGRATION,
                        "PutIntegration",
                        201,
                        call -> render(integrations.putIntegration(
                                api(call), resource(call), httpMethod(call), parse(call.body())))),
                new Route(
                        "GET",
                        INTEGRATION,
                        "GetIntegration",
                        200,
                        call -> render(integrations.getIntegration(api(call), resource(call), httpMethod(call)))),
                new Route(
                        "PATCH",
                        INTEGRATION,
                        "UpdateIntegration",
                        200,
                        call -> render(integrations.updateIntegration(
                                api(call), resource(call), httpMethod(call), call.patch()))),
                new Route("DELETE", INTEGRATION, "DeleteIntegration", 204, call -> {
                    integrations.deleteIntegration(api(call), resource(call), httpMethod(call));
                    return null;
                }),
                new Route(
                        "PUT",
                        RESPONSE,
                        "PutIntegrationResponse",
                        201,
                        call -> render(integrations.putIntegrationResponse(
                                api(call), resource(call), httpMethod(call), parseResponse(call)))),
                new Route(
                        "GET",
                        RESPONSE,
                        "GetIntegrationResponse",
                        200,
                        call -> render(integrations.getIntegrationResponse(
                                api(call), resource(call), httpMethod(call), call.path("status_code")))),
                new Route(
                        "PATCH",
                        RESPONSE,
                        "UpdateIntegrationResponse",
                        200,
                        call -> render(integrations.updateIntegrationResponse(
                                api(call), resource(call), httpMethod(call), call.path("status_code"), call.patch()))),
                new Route("DELETE", RESPONSE, "DeleteIntegrationResponse", 204, call -> {
                    integrations.deleteIntegrationResponse(
                            api(call), resource(call), httpMethod(call), call.path("status_code"));
                    return null;
                }));
    }

    static ObjectNode render(Integration integration) {
        ObjectNode node = Json.object().put("type", integration.type());
        Render.put(node, "httpMethod", integration.httpMethod());
        Render.put(node, "uri", integration.uri());
        Render.put(node, "connectionType", integration.connectionType());
        Render.put(node, "connectionId", integration.connectionId());
        Render.put(node, "integrationTarget", integration.integrationTarget());
        Render.put(node, "credentials", integration.credentials());
        Render.put(node, "requestParameters", integration.requestParameters());
        Render.putTemplates(node, "requestTemplates", integration.requestTemplates());
        Render.putEmpty(node, integration.sentEmpty());
        Render.put(node, "passthroughBehavior", integration.passthroughBehavior());
        Render.put(node, "contentHandling", integration.contentHandling());
        node.put("timeoutInMillis", integration.timeoutInMillis());
        Render.put(node, "cacheNamespace", integration.cacheNamespace());
        Render.array(node, "cacheKeyParameters", integration.cacheKeyParameters());
        if (!integration.integrationResponses().isEmpty()) {
            ObjectNode responses = node.putObject("integrationResponses");
            new TreeMap<>(integration.integrationResponses())
                    .forEach((status, response) -> responses.set(status, render(response)));
        }
        if (integration.insecureSkipVerification() != null) {
            node.putObject("tlsConfig").put("insecureSkipVerification", integration.insecureSkipVerification());
        }
        Render.put(node, "responseTransferMode", integration.responseTransferMode());
        return node;
    }

    private static ObjectNode render(IntegrationResponse response) {
        ObjectNode node = Json.object().put("statusCode", response.statusCode());
        Render.put(node, "selectionPattern", response.selectionPattern());
        Render.put(node, "responseParameters", response.responseParameters());
        Render.putTemplates(node, "responseTemplates", response.responseTemplates());
        Render.putEmpty(node, response.sentEmpty());
        Render.put(node, "contentHandling", response.contentHandling());
        return node;
    }

    private static PutIntegrationRequest parse(Body body) {
        return new PutIntegrationRequest(
                body.string("type"),
                body.string("httpMethod"),
                body.string("uri"),
                body.string("connectionType"),
                body.string("connectionId"),
                body.string("integrationTarget"),
                body.string("credentials"),
                body.stringMap("requestParameters"),
                body.stringMap("requestTemplates"),
                body.string("passthroughBehavior"),
                body.string("cacheNamespace"),
                body.strings("cacheKeyParameters"),
                body.string("contentHandling"),
                body.integer("timeoutInMillis"),
                body.object("tlsConfig").bool("insecureSkipVerification"),
                body.string("responseTransferMode"),
                body.empty("requestParameters", "requestTemplates"));
    }

    private static IntegrationResponse parseResponse(Call call) {
        Body body = call.body();
        return new IntegrationResponse(
                call.path("status_code"),
                body.text("selectionPattern"),
                body.stringMap("responseParameters"),
                body.stringMap("responseTemplates"),
                body.string("contentHandling"),
                body.empty("responseParameters", "responseTemplates"));
    }
}
