package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.Authorizer;
import io.gatelink.local.apigateway.Authorizers;
import io.gatelink.local.apigateway.Authorizers.CreateAuthorizerRequest;
import io.gatelink.local.core.Json;
import java.util.List;

/** Authorizers on the wire. */
final class AuthorizerWire {

    private static final String ALL = "/restapis/{restapi_id}/authorizers";
    private static final String ONE = ALL + "/{authorizer_id}";

    private final Authorizers authorizers;

    AuthorizerWire(Authorizers authorizers) {
        this.authorizers = authorizers;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        ALL,
                        "CreateAuthorizer",
                        201,
                        call -> render(authorizers.createAuthorizer(MethodWire.api(call), parse(call.body())))),
                new Route(
                        "GET",
                        ALL,
                        "GetAuthorizers",
                        200,
                        call -> Render.page(
                                authorizers.getAuthorizers(MethodWire.api(call), call.position(), call.limit()),
                                AuthorizerWire::render)),
                new Route(
                        "GET",
                        ONE,
                        "GetAuthorizer",
                        200,
                        call -> render(authorizers.getAuthorizer(MethodWire.api(call), authorizer(call)))),
                new Route(
                        "PATCH",
                        ONE,
                        "UpdateAuthorizer",
                        200,
                        call -> render(
                                authorizers.updateAuthorizer(MethodWire.api(call), authorizer(call), call.patch()))),
                new Route("DELETE", ONE, "DeleteAuthorizer", 202, call -> {
                    authorizers.deleteAuthorizer(MethodWire.api(call), authorizer(call));
                    return null;
                }));
    }

    private static String authorizer(Call call) {
        return call.path("authorizer_id");
    }

    private static CreateAuthorizerRequest parse(Body body) {
        body.refuse("CreateAuthorizer", "authorizerCredentials");
        return new CreateAuthorizerRequest(
                body.string("name"),
                body.string("type"),
                body.strings("providerARNs"),
                body.string("authType"),
                body.string("authorizerUri"),
                body.string("identitySource"),
                body.string("identityValidationExpression"),
                body.integer("authorizerResultTtlInSeconds"));
    }

    private static ObjectNode render(Authorizer authorizer) {
        ObjectNode node = Json.object()
                .put("id", authorizer.id())
                .put("name", authorizer.name())
                .put("type", authorizer.type());
        if (!authorizer.providerArns().isEmpty()) {
            Render.array(node, "providerARNs", authorizer.providerArns());
        }
        Render.put(node, "authType", authorizer.authType());
        Render.put(node, "authorizerUri", authorizer.authorizerUri());
        Render.put(node, "identitySource", authorizer.identitySource());
        Render.put(node, "identityValidationExpression", authorizer.identityValidationExpression());
        if (authorizer.authorizerResultTtlInSeconds() != null) {
            node.put("authorizerResultTtlInSeconds", authorizer.authorizerResultTtlInSeconds());
        }
        return node;
    }
}
