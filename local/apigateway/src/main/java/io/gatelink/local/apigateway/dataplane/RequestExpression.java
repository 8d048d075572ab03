package io.gatelink.local.apigateway.dataplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * The right-hand side of an integration's {@code requestParameters}, for example {@code method.request.path.proxy}.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html">
 *      Parameter mapping reference</a>
 */
final class RequestExpression {

    private final String pathParameter;
    private final Function<MethodCall, List<String>> values;

    private RequestExpression(String pathParameter, Function<MethodCall, List<String>> values) {
        this.pathParameter = pathParameter;
        this.values = values;
    }

    /** @throws IllegalArgumentException if this is no expression, or one that is not supported */
    static RequestExpression parse(String text) {
        Function<MethodCall, List<String>> common = common(text);
        if (common != null) {
            return new RequestExpression(null, common);
        }
        String rest = text.startsWith("method.request.") ? text.substring("method.request.".length()) : "";
        int dot = rest.indexOf('.');
        String name = rest.substring(dot + 1);
        return switch (dot < 0 ? rest : rest.substring(0, dot)) {
            case "path" -> new RequestExpression(name, call -> one(decoded(call.rawPathParameter(name))));
            case "querystring" ->
                new RequestExpression(null, call -> last(call.queryParameters().get(name)));
            case "multivaluequerystring" ->
                new RequestExpression(null, call -> all(call.queryParameters().get(name)));
            case "header" ->
                new RequestExpression(
                        null, call -> last(call.request().headers().get(name)));
            case "multivalueheader" ->
                new RequestExpression(null, call -> all(call.request().headers().get(name)));
            case "body" ->
                new RequestExpression(null, call -> one(inBody(call.request().body(), dot < 0 ? "" : name)));
            default -> throw new IllegalArgumentException("Invalid mapping expression specified: " + text);
        };
    }

    /** Nothing, or all values, decoded. */
    List<String> values(MethodCall call) {
        return values.apply(call);
    }

    /** As part of a path; {@code null} for nothing. What stood in the caller's path passes on as it was sent. */
    String inPath(MethodCall call) {
        if (pathParameter != null) {
            return call.rawPathParameter(pathParameter);
        }
        List<String> found = values(call);
        return found.isEmpty() ? null : PercentEncoding.encode(found.get(0));
    }

    /** Expressions that stand on the right of requests' and of responses' parameters; {@code null} for others. */
    static Function<MethodCall, List<String>> common(String text) {
        if (text.length() >= 2 && text.startsWith("'") && text.endsWith("'")) {
            List<String> literal = List.of(text.substring(1, text.length() - 1));
            return call -> literal;
        }
        if (text.startsWith("stageVariables.")) {
            String name = text.substring("stageVariables.".length());
            return call -> one(call.stage().variables().get(name));
        }
        if (text.startsWith("context.")) {
            String name = text.substring("context.".length());
            return call -> one(call.context(name));
        }
        return null;
    }

    static List<String> one(String value) {
        return value == null ? List.of() : List.of(value);
    }

    static List<String> last(List<String> found) {
        return found == null || found.isEmpty() ? List.of() : List.of(found.get(found.size() - 1));
    }

    static List<String> all(List<String> found) {
        return found == null ? List.of() : found;
    }

    /**
     * A value in a JSON body, by the names that lead to it.
     *
     * @param path for example {@code order.items[0].id}; empty for the whole body
     * @return {@code null} if there is none
     */
    static String inBody(byte[] body, String path) {
        if (path.isEmpty()) {
            return new String(body, StandardCharsets.UTF_8);
        }
        JsonNode node;
        try {
            node = Json.parse(body);
        } catch (Json.InvalidJsonException e) {
            return null;
        }
        for (String step : path.replace("[", ".[").split("\\.")) {
            boolean index = step.matches("\\[[0-9]{1,9}]");
            node = index ? node.path(Integer.parseInt(step.substring(1, step.length() - 1))) : node.path(step);
        }
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        return node.isValueNode() ? node.asText() : Json.write(node);
    }

    private static String decoded(String raw) {
        return raw == null ? null : PercentEncoding.decode(raw);
    }
}
