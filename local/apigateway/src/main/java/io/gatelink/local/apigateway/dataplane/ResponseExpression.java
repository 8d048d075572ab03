package io.gatelink.local.apigateway.dataplane;

import java.util.List;
import java.util.function.Function;

/** The right-hand side of an integration response's {@code responseParameters}. */
interface ResponseExpression {

    /** Nothing, or all values. */
    List<String> values(MethodCall call, EndpointResponse response);

    /** @throws IllegalArgumentException if this is no expression, or one that is not supported */
    static ResponseExpression parse(String text) {
        Function<MethodCall, List<String>> common = RequestExpression.common(text);
        if (common != null) {
            return (call, response) -> common.apply(call);
        }
        String rest = text.startsWith("integration.response.") ? text.substring("integration.response.".length()) : "";
        int dot = rest.indexOf('.');
        String name = rest.substring(dot + 1);
        return switch (dot < 0 ? rest : rest.substring(0, dot)) {
            case "header" -> (call, response) -> RequestExpression.last(response.values(name));
            case "multivalueheader" -> (call, response) -> response.values(name);
            case "body" ->
                (call, response) ->
                        RequestExpression.one(RequestExpression.inBody(response.body(), dot < 0 ? "" : name));
            default -> throw new IllegalArgumentException("Invalid mapping expression specified: " + text);
        };
    }
}
