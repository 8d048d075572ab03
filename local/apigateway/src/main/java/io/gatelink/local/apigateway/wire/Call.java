package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gatelink.local.apigateway.ApiGatewayErrors;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Json.InvalidJsonException;
import io.gatelink.local.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A request whose route is known, and its parts by name. */
public final class Call {

    private static final Set<String> OPS = Set.of("add", "remove", "move", "test", "replace", "copy");

    private final Route route;
    private final Map<String, String> pathParameters;
    private final Request request;

    Call(Route route, Map<String, String> pathParameters, Request request) {
        this.route = route;
        this.pathParameters = pathParameters;
        this.request = request;
    }

    Route route() {
        return route;
    }

    /** A parameter of the path, decoded. */
    public String path(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No parameter " + name + " in " + route.template());
        }
        return value;
    }

    /** The first value of a query parameter; {@code null} if absent or empty. */
    public String query(String name) {
        return request.queryParameter(name).filter(value -> !value.isEmpty()).orElse(null);
    }

    /** All values of a query parameter. */
    public List<String> queries(String name) {
        return request.queryParameters().getOrDefault(name, List.of());
    }

    String position() {
        return query("position");
    }

    Integer limit() {
        String limit = query("limit");
        try {
            return limit == null ? null : Integer.valueOf(limit);
        } catch (NumberFormatException e) {
            throw new AwsException("SerializationException", 400, "STRING_VALUE can not be converted to an Integer");
        }
    }

    boolean embeds(String what) {
        return queries("embed").stream()
                .anyMatch(value -> List.of(value.split(",")).contains(what));
    }

    /** The body; one without content has no members. */
    public Body body() {
        if (request.body().length == 0) {
            return new Body(MissingNode.getInstance());
        }
        try {
            JsonNode node = Json.parse(request.body());
            if (!node.isObject()) {
                throw new AwsException("SerializationException", 400, "The request body must be a JSON object");
            }
            return new Body(node);
        } catch (InvalidJsonException e) {
            throw new AwsException(
                    "SerializationException", 400, "The request body is not valid JSON: " + e.getMessage());
        }
    }

    /** The changes that an update request asks for. */
    List<PatchOperation> patch() {
        var operations = new ArrayList<PatchOperation>();
        var failures = new ArrayList<String>();
        for (Body item : body().objects("patchOperations")) {
            var operation =
                    new PatchOperation(item.text("op"), item.text("path"), item.text("value"), item.text("from"));
            if (operation.op() == null || !OPS.contains(operation.op())) {
                failures.add("Value " + (operation.op() == null ? "null" : "'" + operation.op() + "'") + " at '"
                        + input() + ".patchOperations." + (operations.size() + 1)
                        + ".member.op' failed to satisfy constraint: "
                        + "Member must satisfy enum value set: [add, remove, move, test, replace, copy]");
            }
            operations.add(operation);
        }
        if (!failures.isEmpty()) {
            throw ApiGatewayErrors.validation(failures.toArray(String[]::new));
        }
        return operations;
    }

    private String input() {
        return Character.toLowerCase(route.operation().charAt(0))
                + route.operation().substring(1) + "Input";
    }
}
