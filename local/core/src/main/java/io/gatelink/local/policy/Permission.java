package io.gatelink.local.policy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a call needs: an action on a resource, under circumstances that policies can ask for.
 *
 * @param action   e.g. {@code apigateway:POST}
 * @param resource an ARN; {@code *} for actions that know no resources
 * @param context  the values of the condition keys that the request has; keys compare without regard to case
 */
public record Permission(String action, String resource, Map<String, List<String>> context) {

    public Permission {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(resource, "resource");
        var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        context.forEach((key, values) -> sorted.put(key, List.copyOf(values)));
        context = Collections.unmodifiableMap(sorted);
    }

    /** A permission whose request has no condition keys. */
    public static Permission of(String action, String resource) {
        return new Permission(action, resource, Map.of());
    }
}
