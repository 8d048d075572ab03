package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.ApiKey;
import io.gatelink.local.apigateway.ApiKeys;
import io.gatelink.local.apigateway.ApiKeys.CreateApiKeyRequest;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Protocol;
import java.util.List;

/** API keys on the wire. Answers tell a key's value when it is made, and later only if asked for. */
final class ApiKeyWire {

    private static final String ALL = "/apikeys";
    private static final String ONE = ALL + "/{api_Key}";

    private final ApiKeys apiKeys;

    ApiKeyWire(ApiKeys apiKeys) {
        this.apiKeys = apiKeys;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        ALL,
                        "CreateApiKey",
                        201,
                        call -> render(apiKeys.createApiKey(parse(call.body())), true, false)),
                new Route("GET", ALL, "GetApiKeys", 200, call -> {
                    boolean values = "true".equals(call.query("includeValues"));
                    return Render.page(
                            apiKeys.getApiKeys(
                                    call.query("name"), call.query("customerId"), call.position(), call.limit()),
                            key -> render(key, values, false));
                }),
                new Route(
                        "GET",
                        ONE,
                        "GetApiKey",
                        200,
                        call -> render(
                                apiKeys.getApiKey(call.path("api_Key")),
                                "true".equals(call.query("includeValue")),
                                true)),
                new Route(
                        "PATCH",
                        ONE,
                        "UpdateApiKey",
                        200,
                        call -> render(apiKeys.updateApiKey(call.path("api_Key"), call.patch()), false, true)),
                new Route("DELETE", ONE, "DeleteApiKey", 202, call -> {
                    apiKeys.deleteApiKey(call.path("api_Key"));
                    return null;
                }));
    }

    private static CreateApiKeyRequest parse(Body body) {
        if (!body.objects("stageKeys").isEmpty()) {
            throw Protocol.notImplemented("apigateway", "CreateApiKey with stageKeys");
        }
        if (body.is("generateDistinctId")) {
            throw Protocol.notImplemented("apigateway", "CreateApiKey with generateDistinctId");
        }
        return new CreateApiKeyRequest(
                body.string("name"),
                body.string("description"),
                body.is("enabled"),
                body.string("value"),
                body.string("customerId"),
                body.stringMap("tags"));
    }

    /** @param noTags whether to say so if there are none; AWS does when one key is asked for */
    private static ObjectNode render(ApiKey key, boolean value, boolean noTags) {
        ObjectNode node = Json.object().put("id", key.id());
        Render.put(node, "value", value ? key.value() : null);
        Render.put(node, "name", key.name());
        Render.put(node, "customerId", key.customerId());
        Render.put(node, "description", key.description());
        node.put("enabled", key.enabled());
        Render.put(node, "createdDate", key.createdDate());
        Render.put(node, "lastUpdatedDate", key.lastUpdatedDate());
        node.putArray("stageKeys");
        if (noTags || !key.tags().isEmpty()) {
            Render.object(node, "tags", key.tags());
        }
        return node;
    }
}
