package io.gatelink.local.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement of an IAM policy, with lists even where the document has single values.
 *
 * @param condition by operator, then by key: the values, one of which must match; its order is kept
 */
public record PolicyStatement(
        String effect, List<String> actions, List<String> resources, Map<String, Map<String, List<String>>> condition) {

    public PolicyStatement {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        condition = Collections.unmodifiableMap(new LinkedHashMap<>(condition));
    }
}
