package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Pieces that answers have in common. What is absent or empty is left out. */
final class Render {

    private Render() {}

    static void put(ObjectNode node, String name, String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    /** AWS writes times as seconds since 1970. */
    static void put(ObjectNode node, String name, Instant value) {
        node.put(name, value.getEpochSecond());
    }

    static void put(ObjectNode node, String name, List<String> values) {
        if (!values.isEmpty()) {
            array(node, name, values);
        }
    }

    static void put(ObjectNode node, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            object(node, name, values);
        }
    }

    static void putBooleans(ObjectNode node, String name, Map<String, Boolean> values) {
        if (!values.isEmpty()) {
            ObjectNode object = node.putObject(name);
            new TreeMap<>(values).forEach(object::put);
        }
    }

    /** A mapping template without content shows as {@code null}. */
    static void putTemplates(ObjectNode node, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            ObjectNode object = node.putObject(name);
            new TreeMap<>(values).forEach((key, value) -> object.put(key, value.isEmpty() ? null : value));
        }
    }

    /** Also if it is empty. */
    static void object(ObjectNode node, String name, Map<String, String> values) {
        ObjectNode object = node.putObject(name);
        new TreeMap<>(values).forEach(object::put);
    }

    /** Also if it is empty. */
    static void array(ObjectNode node, String name, List<String> values) {
        ArrayNode array = node.putArray(name);
        values.forEach(array::add);
    }

    /** What was sent empty comes back so. */
    static void putEmpty(ObjectNode node, Set<String> names) {
        names.stream().filter(name -> !node.has(name)).forEach(node::putObject);
    }

    /** A listing, under {@code item} as on AWS's wire. */
    static <T> ObjectNode page(Page<T> page, Function<T, ObjectNode> render) {
        ObjectNode node = Json.object();
        put(node, "position", page.nextToken().orElse(null));
        ArrayNode items = node.putArray("item");
        page.items().forEach(item -> items.add(render.apply(item)));
        return node;
    }
}
