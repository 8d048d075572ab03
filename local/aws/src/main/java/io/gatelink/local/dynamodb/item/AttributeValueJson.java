package io.gatelink.local.dynamodb.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.dynamodb.item.AttributeValue.B;
import io.gatelink.local.dynamodb.item.AttributeValue.BOOL;
import io.gatelink.local.dynamodb.item.AttributeValue.BS;
import io.gatelink.local.dynamodb.item.AttributeValue.L;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.AttributeValue.N;
import io.gatelink.local.dynamodb.item.AttributeValue.NS;
import io.gatelink.local.dynamodb.item.AttributeValue.NULL;
import io.gatelink.local.dynamodb.item.AttributeValue.S;
import io.gatelink.local.dynamodb.item.AttributeValue.SS;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;

/** Values between the wire's JSON, {@code {"S": "text"}}, and {@link AttributeValue}. */
public final class AttributeValueJson {

    private static final List<String> TYPES = List.of("S", "N", "B", "NULL", "BOOL", "SS", "NS", "BS", "L", "M");
    private static final int DEEPEST = 32;
    private static final String INVALID = "One or more parameter values were invalid: ";

    private AttributeValueJson() {}

    /** @throws AwsException ValidationException or SerializationException, with AWS's text */
    public static AttributeValue read(JsonNode json) {
        return read(json, 1);
    }

    /**
     * An item, or a key.
     *
     * @throws AwsException ValidationException or SerializationException, with AWS's text
     */
    public static M readItem(JsonNode json) {
        return map(json, 1);
    }

    /** A value as it is on the wire. */
    public static ObjectNode write(AttributeValue value) {
        ObjectNode json = Json.object();
        if (value instanceof S text) {
            json.put("S", text.value());
        } else if (value instanceof N number) {
            json.put("N", number.value().toPlainString());
        } else if (value instanceof B binary) {
            json.put("B", binary.base64());
        } else if (value instanceof BOOL flag) {
            json.put("BOOL", flag.value());
        } else if (value instanceof NULL) {
            json.put("NULL", true);
        } else if (value instanceof L list) {
            ArrayNode array = json.putArray("L");
            list.values().forEach(each -> array.add(write(each)));
        } else if (value instanceof M map) {
            json.set("M", writeItem(map));
        } else if (value instanceof SS strings) {
            strings.values().forEach(json.putArray("SS")::add);
        } else if (value instanceof NS numbers) {
            ArrayNode array = json.putArray("NS");
            numbers.values().forEach(each -> array.add(each.toPlainString()));
        } else if (value instanceof BS binaries) {
            binaries.values().forEach(json.putArray("BS")::add);
        }
        return json;
    }

    /** An item, or a key, as it is on the wire. */
    public static ObjectNode writeItem(M item) {
        ObjectNode json = Json.object();
        item.values().forEach((name, value) -> json.set(name, write(value)));
        return json;
    }

    private static AttributeValue read(JsonNode json, int depth) {
        if (!json.isObject()) {
            throw serialization(
                    json.isArray()
                            ? "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue"
                            : "Unexpected value type in payload");
        }
        if (depth > DEEPEST) {
            throw invalid("Nesting Levels have exceeded supported limits");
        }
        String type = null;
        for (String candidate : TYPES) {
            if (json.hasNonNull(candidate)) {
                if (type != null) {
                    throw invalid("Supplied AttributeValue has more than one datatypes set, must contain exactly one "
                            + "of the supported datatypes");
                }
                type = candidate;
            }
        }
        if (type == null) {
            throw invalid("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        }
        return value(type, json.get(type), depth);
    }

    private static AttributeValue value(String type, JsonNode json, int depth) {
        return switch (type) {
            case "S" -> new S(text(json));
            case "N" -> new N(Numbers.parse(text(json)));
            case "B" -> new B(binary(json));
            case "NULL" -> nothing(json);
            case "BOOL" -> new BOOL(flag(json));
            case "SS" -> new SS(set("string", type, texts(json)));
            case "NS" ->
                new NS(set(
                        "number", type, texts(json).stream().map(Numbers::parse).toList()));
            case "BS" -> new BS(set("binary", type, binaries(json)));
            case "L" -> list(json, depth);
            default -> map(json, depth + 1);
        };
    }

    private static NULL nothing(JsonNode json) {
        if (!flag(json)) {
            throw invalid(INVALID + "Null attribute value types must have the value of true");
        }
        return new NULL();
    }

    private static L list(JsonNode json, int depth) {
        requireList(json);
        var values = new ArrayList<AttributeValue>(json.size());
        json.forEach(each -> values.add(read(each, depth + 1)));
        return new L(values);
    }

    private static M map(JsonNode json, int depth) {
        if (!json.isObject()) {
            throw serialization(
                    json.isArray()
                            ? "Unrecognized collection type java.util.Map<java.lang.String, "
                                    + "com.amazonaws.dynamodb.v20120810.AttributeValue>"
                            : "Unexpected field type");
        }
        var values = new LinkedHashMap<String, AttributeValue>();
        json.properties().forEach(each -> values.put(each.getKey(), read(each.getValue(), depth)));
        return new M(values);
    }

    private static <T> Collection<T> set(String name, String type, List<T> values) {
        if (values.isEmpty()) {
            throw invalid(INVALID
                    + (type.equals("BS")
                            ? "Binary sets should not be empty"
                            : "An " + name + " set  may not be empty"));
        }
        if (new HashSet<>(values).size() < values.size()) {
            throw invalid(
                    switch (type) {
                        case "SS" -> INVALID + "Input collection " + values + " contains duplicates.";
                        case "NS" -> "Input collection contains duplicates";
                        default -> INVALID + "Input collection " + values + "of type BS contains duplicates.";
                    });
        }
        return values;
    }

    private static List<String> texts(JsonNode json) {
        requireList(json);
        var texts = new ArrayList<String>(json.size());
        json.forEach(each -> texts.add(text(each)));
        return texts;
    }

    private static List<String> binaries(JsonNode json) {
        requireList(json);
        var binaries = new ArrayList<String>(json.size());
        json.forEach(each -> binaries.add(binary(each)));
        return binaries;
    }

    private static void requireList(JsonNode json) {
        if (!json.isArray()) {
            throw serialization(
                    json.isObject() ? "Start of structure or map found where not expected" : "Unexpected field type");
        }
    }

    private static String text(JsonNode json) {
        if (!json.isTextual()) {
            throw mismatch(json, "String");
        }
        return json.textValue();
    }

    private static boolean flag(JsonNode json) {
        if (!json.isBoolean()) {
            throw mismatch(json, "Boolean");
        }
        return json.booleanValue();
    }

    private static String binary(JsonNode json) {
        if (!json.isTextual()) {
            throw json.isContainerNode()
                    ? mismatch(json, "nio.ByteBuffer")
                    : serialization("only base-64-encoded strings are convertible to bytes");
        }
        String text = json.textValue();
        if (text.length() % 4 != 0) {
            throw serialization("Base64 encoded length is expected a multiple of 4 bytes but found: " + text.length());
        }
        try {
            if (Base64.getEncoder()
                    .encodeToString(Base64.getDecoder().decode(text))
                    .equals(text)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw serialization("Invalid Base64 character detected");
        }
        throw serialization("Invalid last non-pad Base64 character dectected");
    }

    /**
     * What AWS says to JSON of another type than the one that was expected.
     *
     * @param expected {@code String}, {@code Integer}, {@code Boolean}
     */
    public static AwsException mismatch(JsonNode json, String expected) {
        if (json.isArray()) {
            return serialization("Unrecognized collection type class java."
                    + (expected.startsWith("nio.") ? "" : "lang.") + expected);
        }
        if (json.isObject()) {
            return serialization("Start of structure or map found where not expected");
        }
        String found = json.isTextual()
                ? "STRING_VALUE"
                : json.isBoolean()
                        ? (json.booleanValue() ? "TRUE" : "FALSE") + "_VALUE"
                        : json.isIntegralNumber() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
        return serialization(found + " cannot be converted to " + expected);
    }

    /** A request that is no JSON of the right form. */
    public static AwsException serialization(String message) {
        return new AwsException("SerializationException", 400, message);
    }

    private static AwsException invalid(String message) {
        return new AwsException("ValidationException", 400, message);
    }
}
