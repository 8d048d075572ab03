package io.gatelink.local.states.query;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Between JSON and what the JSONata library works on: maps, lists, strings, numbers and booleans, with
 * {@link Jsonata#NULL_VALUE} for null and Java's {@code null} for undefined.
 */
final class JsonataValues {

    private static final int MAX_DEPTH = 900;
    /** Up to here every whole number has a double of its own; JSONata's numbers are doubles. */
    private static final double MAX_EXACT = 9_007_199_254_740_992d;

    private JsonataValues() {}

    static Object fromJson(JsonNode node) {
        if (node.isObject()) {
            var map = new LinkedHashMap<String, Object>();
            node.properties().forEach(field -> map.put(field.getKey(), fromJson(field.getValue())));
            return map;
        }
        if (node.isArray()) {
            var list = new ArrayList<Object>(node.size());
            node.forEach(item -> list.add(fromJson(item)));
            return list;
        }
        if (node.isNumber()) {
            return number(node);
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() ? Jsonata.NULL_VALUE : node.asText();
    }

    /** @throws UnsupportedResultException for what is not JSON */
    static JsonNode toJson(Object value) {
        return toJson(value, 0);
    }

    private static JsonNode toJson(Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new QueryException("The result is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value == null || value == Jsonata.NULL_VALUE) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = Json.object();
            map.forEach((key, item) -> object.set(String.valueOf(key), toJson(item, depth + 1)));
            return object;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = Json.array();
            list.forEach(item -> array.add(toJson(item, depth + 1)));
            return array;
        }
        if (value instanceof String text) {
            return JsonNodeFactory.instance.textNode(text);
        }
        if (value instanceof Boolean flag) {
            return JsonNodeFactory.instance.booleanNode(flag);
        }
        if (value instanceof Number number) {
            return toJson(number);
        }
        throw new UnsupportedResultException();
    }

    /**
     * A whole number stays exact while it fits into 64 bits; every other one is a double.
     *
     * @see <a href="https://github.com/floci-io/floci">floci, JsonataEvaluatorTest: 1.0 and 9223372036854775808 as
     *     input, measured on AWS with TestState</a>
     */
    private static Number number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.numberValue();
        }
        double real = node.doubleValue();
        if (Double.isInfinite(real)) {
            throw new QueryException("D3137: Invalid JSON");
        }
        return real == Math.rint(real) && Math.abs(real) <= MAX_EXACT ? (Number) (long) real : (Number) real;
    }

    /** Whole numbers as such: 10 / 2 is 5, not 5.0. What JSON has no number for is told by its name. */
    private static JsonNode toJson(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double real = number.doubleValue();
            if (Double.isNaN(real) || Double.isInfinite(real)) {
                return JsonNodeFactory.instance.textNode(Double.toString(real));
            }
            if (real != Math.rint(real) || Math.abs(real) > MAX_EXACT) {
                return JsonNodeFactory.instance.numberNode(real);
            }
        }
        long whole = number.longValue();
        return (int) whole == whole
                ? JsonNodeFactory.instance.numberNode((int) whole)
                : JsonNodeFactory.instance.numberNode(whole);
    }
}
