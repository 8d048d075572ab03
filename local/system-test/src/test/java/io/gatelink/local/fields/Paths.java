package io.gatelink.local.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Fields of a JSON tree, by paths as {@link FieldTable} writes them. */
final class Paths {

    private Paths() {}

    /** Whether the path, or a field below it, is {@code leaf}. */
    static boolean covers(String path, String leaf) {
        return leaf.equals(path) || leaf.startsWith(path) && ".[{".indexOf(leaf.charAt(path.length())) >= 0;
    }

    static boolean isNested(String path) {
        return path.matches(".*[.\\[{].*");
    }

    /** The name of the field itself. */
    static String name(String path) {
        return path.replaceFirst(".*\\.", "").replaceFirst("(?:\\[]|\\{})+$", "");
    }

    /** The values that a path leads to. */
    static List<JsonNode> values(JsonNode root, String path) {
        List<JsonNode> values = List.of(root);
        for (String step : path.split("\\.")) {
            values = step(values, step);
        }
        return values;
    }

    /** A copy in which the path leads nowhere. */
    static JsonNode without(JsonNode root, String path) {
        JsonNode copy = root.deepCopy();
        int dot = path.lastIndexOf('.');
        List<JsonNode> parents = dot < 0 ? List.of(copy) : values(copy, path.substring(0, dot));
        parents.forEach(parent -> ((ObjectNode) parent).remove(name(path)));
        return copy;
    }

    /** A copy in which the path leads to {@code value}. */
    static JsonNode with(JsonNode root, String path, JsonNode value) {
        JsonNode copy = root.deepCopy();
        if (path.endsWith("[]")) {
            values(copy, path.substring(0, path.length() - 2)).forEach(list -> replaceAll((ArrayNode) list, value));
        } else if (path.endsWith("{}")) {
            values(copy, path.substring(0, path.length() - 2)).forEach(map -> replaceAll((ObjectNode) map, value));
        } else {
            int dot = path.lastIndexOf('.');
            List<JsonNode> parents = dot < 0 ? List.of(copy) : values(copy, path.substring(0, dot));
            parents.forEach(parent -> ((ObjectNode) parent).set(name(path), value));
        }
        return copy;
    }

    private static void replaceAll(ArrayNode list, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            list.set(i, value);
        }
    }

    private static void replaceAll(ObjectNode map, JsonNode value) {
        map.properties().forEach(entry -> entry.setValue(value));
    }

    private static List<JsonNode> step(List<JsonNode> from, String step) {
        var to = new ArrayList<JsonNode>();
        for (JsonNode node : from) {
            JsonNode member = node.get(name(step));
            if (member != null) {
                to.addAll(entered(List.of(member), step.substring(name(step).length())));
            }
        }
        return to;
    }

    /** @param marks {@code []} and {@code {}} in any number */
    private static List<JsonNode> entered(List<JsonNode> nodes, String marks) {
        if (marks.isEmpty()) {
            return nodes;
        }
        var inside = new ArrayList<JsonNode>();
        nodes.forEach(node -> node.forEach(inside::add));
        return entered(inside, marks.substring(2));
    }
}
