package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.Response;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Where one of API Gateway's operations is on the wire, and what does it.
 *
 * @param httpMethod in upper case
 * @param template   a path whose segments are literals or {@code {names}}; behind a question mark, the query parameter
 *                   that tells this operation from another with the same path
 * @param operation  as AWS names it
 * @param handler    what does it, for a call; {@code null} if the operation is not supported here
 */
public record Route(String httpMethod, String template, String operation, Function<Call, Operation> handler) {

    public Route {
        Objects.requireNonNull(httpMethod, "httpMethod");
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(operation, "operation");
    }

    /**
     * An operation whose answer is there at once.
     *
     * @param status  of the answer
     * @param handler does it; its result is the answer's body, {@code null} for none
     */
    public Route(String httpMethod, String template, String operation, int status, Function<Call, JsonNode> handler) {
        this(
                httpMethod,
                template,
                operation,
                call -> Operation.of(operation, () -> answer(status, withEmpty(call, handler.apply(call)))));
    }

    /** Tags and variables that were sent empty to what is being made come back so. */
    private static JsonNode withEmpty(Call call, JsonNode answer) {
        if (call.route().operation().startsWith("Create") && answer instanceof ObjectNode made) {
            Render.putEmpty(made, call.body().empty("tags", "variables"));
        }
        return answer;
    }

    /** An operation of AWS that the local API Gateway does not have. */
    static Route notSupported(String httpMethod, String template, String operation) {
        return new Route(httpMethod, template, operation, null);
    }

    /** An answer; {@code body} may be {@code null}. */
    static Response answer(int status, JsonNode body) {
        return body == null ? Response.empty(status) : Response.json(status, Protocol.REST_JSON.contentType(), body);
    }

    public boolean isSupported() {
        return handler != null;
    }

    /** The template's path, in segments. */
    List<String> segments() {
        int question = template.indexOf('?');
        return List.of((question < 0 ? template : template.substring(0, question))
                .substring(1)
                .split("/", -1));
    }

    /** The query parameter that must be there, as {@code name=value}; {@code null} if none must. */
    String queryParameter() {
        int question = template.indexOf('?');
        return question < 0 ? null : template.substring(question + 1);
    }
}
