package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A JSON object of a request, with its members read as AWS reads them: {@code null} is absent, unknown members
 * are ignored, wrong types are a SerializationException.
 */
public final class Body {

    private final JsonNode node;

    Body(JsonNode node) {
        this.node = node;
    }

    /** A text; {@code null} if absent or empty. */
    public String string(String name) {
        String text = text(name);
        return text == null || text.isEmpty() ? null : text;
    }

    /** A text as it is; {@code null} if absent. */
    public String text(String name) {
        return has(name) ? string(node.get(name)) : null;
    }

    /** {@code null} if absent. */
    public Boolean bool(String name) {
        return has(name) ? bool(node.get(name)) : null;
    }

    /** {@code false} if absent. */
    public boolean is(String name) {
        return Boolean.TRUE.equals(bool(name));
    }

    /** {@code null} if absent. */
    public Integer integer(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = node.get(name);
        if (!value.isNumber() || !value.canConvertToInt()) {
            throw wrongType(value, "Integer");
        }
        return value.intValue();
    }

    /** {@code null} if absent. */
    public Double number(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = node.get(name);
        if (!value.isNumber()) {
            throw wrongType(value, "Double");
        }
        return value.doubleValue();
    }

    /** Texts; empty if absent. */
    public List<String> strings(String name) {
        return list(name, Body::string);
    }

    /** Texts by name; empty if absent. An entry without a value counts as empty. */
    public Map<String, String> stringMap(String name) {
        return map(name, value -> value.isNull() ? "" : string(value));
    }

    /** Lists of texts by name; empty if absent. */
    public Map<String, List<String>> stringListMap(String name) {
        return map(name, value -> {
            if (!value.isArray()) {
                throw unexpected(value);
            }
            var list = new ArrayList<String>();
            value.forEach(item -> list.add(string(item)));
            return list;
        });
    }

    /** Booleans by name; empty if absent. */
    public Map<String, Boolean> booleanMap(String name) {
        return map(name, Body::bool);
    }

    /** Structures by name; empty if absent. */
    public Map<String, Body> objectMap(String name) {
        return map(name, Body::object);
    }

    /** A structure; one without members if absent. */
    public Body object(String name) {
        return has(name) ? object(node.get(name)) : new Body(MissingNode.getInstance());
    }

    /** Structures; empty if absent. */
    public List<Body> objects(String name) {
        return list(name, Body::object);
    }

    /** Those of the members that are there, but empty. */
    public Set<String> empty(String... names) {
        var empty = new TreeSet<String>();
        for (String name : names) {
            if (has(name) && node.get(name).isContainerNode() && node.get(name).isEmpty()) {
                empty.add(name);
            }
        }
        return empty;
    }

    /** Whether the member is there and not {@code null}. */
    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** @throws AwsException NotImplemented if one of the members is there that the operation does not take here */
    void refuse(String operation, String... names) {
        for (String name : names) {
            if (has(name)) {
                throw Protocol.notImplemented("apigateway", operation + " with " + name);
            }
        }
    }

    private <T> List<T> list(String name, Function<JsonNode, T> read) {
        var list = new ArrayList<T>();
        if (has(name)) {
            JsonNode value = node.get(name);
            if (!value.isArray()) {
                throw unexpected(value);
            }
            value.forEach(item -> list.add(read.apply(item)));
        }
        return list;
    }

    private <T> Map<String, T> map(String name, Function<JsonNode, T> read) {
        var map = new TreeMap<String, T>();
        if (has(name)) {
            JsonNode value = node.get(name);
            if (!value.isObject()) {
                throw unexpected(value);
            }
            value.properties().forEach(entry -> map.put(entry.getKey(), read.apply(entry.getValue())));
        }
        return map;
    }

    private static String string(JsonNode value) {
        if (!value.isTextual()) {
            throw wrongType(value, "String");
        }
        return value.textValue();
    }

    private static Boolean bool(JsonNode value) {
        if (!value.isBoolean()) {
            throw wrongType(value, "Boolean");
        }
        return value.booleanValue();
    }

    private static Body object(JsonNode value) {
        if (!value.isObject()) {
            throw unexpected(value);
        }
        return new Body(value);
    }

    private static AwsException wrongType(JsonNode value, String wanted) {
        return value.isContainerNode()
                ? unexpected(value)
                : serialization(javaClass(value) + " can not be converted to an " + wanted);
    }

    private static AwsException unexpected(JsonNode value) {
        return serialization(
                value.isObject()
                        ? "Start of structure or map found where not expected."
                        : value.isArray()
                                ? "Start of list found where not expected."
                                : "Unrecognized collection type " + javaClass(value));
    }

    /** As AWS's own services name the types of JSON values. */
    private static String javaClass(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "class java.lang.Boolean";
            case NUMBER -> "class com.amazon.coral.value.json.numbers.TruncatingBigNumber";
            default -> "class java.lang.String";
        };
    }

    private static AwsException serialization(String message) {
        return new AwsException("SerializationException", 400, message);
    }
}
