package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.EventBus;
import io.gatelink.local.template.Stack;
import java.util.ArrayList;
import java.util.List;

/** Says which fields of an event keep the rules from matching. The rules' own matcher decides, a field at a time. */
final class RuleMismatch {

    private RuleMismatch() {
    }

    static String explain(EventBus bus, ObjectNode event) {
        var sentences = new ArrayList<String>();
        for (Stack.Rule rule : bus.listRules("")) {
            if (rule.pattern().isEmpty()) {
                continue;
            }
            var fields = new ArrayList<String>();
            collect(bus, event, rule.pattern().get(), List.of(), fields);
            sentences.add("Rule " + rule.name() + (rule.enabled() ? " wants " + String.join(" and ", fields) : " is disabled") + ".");
        }
        return String.join(" ", sentences);
    }

    private static void collect(EventBus bus, ObjectNode event, JsonNode pattern, List<String> path, List<String> fields) {
        pattern.properties().forEach(entry -> {
            var deeper = new ArrayList<>(path);
            deeper.add(entry.getKey());
            if (entry.getValue().isObject()) {
                collect(bus, event, entry.getValue(), deeper, fields);
            } else if (!bus.testEventPattern(Json.write(alone(deeper, entry.getValue())), event)) {
                JsonNode value = event;
                for (String name : deeper) {
                    value = value.path(name);
                }
                fields.add(String.join(".", deeper) + " to match " + Json.write(entry.getValue()) + ", but it is "
                        + (value.isMissingNode() ? "missing" : Text.shortened(Json.write(value), 80)));
            }
        });
    }

    /** A pattern of one field. */
    private static ObjectNode alone(List<String> path, JsonNode values) {
        JsonNode pattern = values;
        for (int i = path.size() - 1; i >= 0; i--) {
            pattern = Json.object().set(path.get(i), pattern);
        }
        return (ObjectNode) pattern;
    }
}
