package io.gatelink.local.apigateway.dataplane;

import java.util.Map;
import java.util.Optional;

/**
 * What became known of a caller who may call.
 *
 * @param context  for {@code $context.authorizer}: texts, and texts by name within {@code claims}
 * @param usageKey the value of the API key that the authorizer stands for
 */
record Authorization(Map<String, Object> context, Optional<String> usageKey) {

    /** Of callers that no authorizer has seen. */
    static final Authorization NONE = new Authorization(Map.of(), Optional.empty());

    /** @param name e.g. {@code principalId} or {@code claims.email}; {@code null} if there is none */
    String variable(String name) {
        Object value = context.get(name);
        if (value == null && name.startsWith("claims.") && context.get("claims") instanceof Map<?, ?> claims) {
            value = claims.get(name.substring("claims.".length()));
        }
        return value instanceof String text ? text : null;
    }
}
