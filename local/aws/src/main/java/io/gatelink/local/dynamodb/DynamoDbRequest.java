package io.gatelink.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.AttributeValueJson;
import io.gatelink.local.http.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of a request, or of one entry of it. A member of a wrong type is a SerializationException; what breaks
 * the constraints of the API's model is collected until {@link #requireValid()}, as AWS reports it together.
 */
final class DynamoDbRequest {

    private static final int LONGEST_TABLE_NAME = 1024;
    private static final int LONGEST_ATTRIBUTE_NAME = 65_535;

    private final String operation;
    private final String place;
    private final ObjectNode json;
    private final List<String> violations;

    private DynamoDbRequest(String operation, String place, ObjectNode json, List<String> violations) {
        this.operation = operation;
        this.place = place;
        this.json = json;
        this.violations = violations;
    }

    static DynamoDbRequest of(String operation, ObjectNode json) {
        return new DynamoDbRequest(operation, "", json, new ArrayList<>());
    }

    /** Parameters that the local AWS does not have. */
    DynamoDbRequest refuse(List<String> parameters) {
        for (String parameter : parameters) {
            if (json.hasNonNull(parameter)) {
                throw Protocol.notImplemented("DynamoDB", operation + " with " + parameter);
            }
        }
        return this;
    }

    boolean has(String member) {
        return json.hasNonNull(member);
    }

    JsonNode json(String member) {
        return json.path(member);
    }

    /** {@code null} if it is absent. */
    String text(String member) {
        if (!has(member)) {
            return null;
        }
        if (!json.get(member).isTextual()) {
            throw AttributeValueJson.mismatch(json.get(member), "String");
        }
        return json.get(member).textValue();
    }

    String requiredText(String member) {
        String text = text(member);
        if (text == null) {
            missing(member);
            return "";
        }
        return text;
    }

    /** The name of a table, or its ARN. */
    String tableName() {
        String name = requiredText("TableName");
        if (has("TableName") && name.isEmpty()) {
            violation("'" + name + "'", "TableName", "Member must have length greater than or equal to 1");
        } else if (name.length() > LONGEST_TABLE_NAME) {
            violation("'" + name + "'", "TableName", "Member must have length less than or equal to 1024");
        }
        return name;
    }

    /** One of an enum's values. */
    String oneOf(String member, List<String> values, String absent) {
        String text = text(member);
        if (text == null) {
            return absent;
        }
        if (!values.contains(text)) {
            violation(
                    "'" + text + "'",
                    member,
                    "Member must satisfy enum value set: [" + String.join(", ", values) + "]");
        }
        return text;
    }

    boolean flag(String member, boolean absent) {
        if (!has(member)) {
            return absent;
        }
        if (!json.get(member).isBoolean()) {
            throw AttributeValueJson.mismatch(json.get(member), "Boolean");
        }
        return json.get(member).booleanValue();
    }

    /** A whole number of at least {@code min}; one below {@code min} if it is absent. */
    int whole(String member, int min, int max) {
        if (!has(member)) {
            return min - 1;
        }
        JsonNode value = json.get(member);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw AttributeValueJson.mismatch(value, "Integer");
        }
        if (value.intValue() < min) {
            violation("'" + value.intValue() + "'", member, "Member must have value greater than or equal to " + min);
        } else if (value.intValue() > max) {
            violation("'" + value.intValue() + "'", member, "Member must have value less than or equal to " + max);
        }
        return value.intValue();
    }

    /** {@code null} if it is absent. */
    M item(String member) {
        return has(member) ? AttributeValueJson.readItem(json.get(member)) : null;
    }

    M requiredItem(String member) {
        M item = item(member);
        if (item == null) {
            missing(member);
            return M.EMPTY;
        }
        return item;
    }

    /** @param parameters those of them that the operation knows */
    Expressions expressions(List<String> parameters) {
        var texts = new LinkedHashMap<String, String>();
        for (String parameter : parameters) {
            if (has(parameter)) {
                texts.put(parameter, text(parameter));
            }
        }
        return new Expressions(texts, names(), values());
    }

    /** A list of structures, of 1 to {@code most}. */
    List<DynamoDbRequest> structures(String member, int most) {
        var structures = new ArrayList<DynamoDbRequest>();
        JsonNode list = json.path(member);
        if (!has(member)) {
            missing(member);
        } else if (!list.isArray()) {
            throw AttributeValueJson.serialization(
                    list.isObject()
                            ? "Start of structure or map found where not " + "expected"
                            : "Unexpected field type");
        } else if (list.isEmpty() || list.size() > most) {
            violation(
                    "'[...]'",
                    member,
                    list.isEmpty()
                            ? "Member must have length greater than or equal to 1"
                            : "Member must have length less than or equal to " + most);
        }
        for (int i = 0; i < list.size(); i++) {
            structures.add(inner(list.get(i), member(member) + "." + (i + 1) + ".member."));
        }
        return structures;
    }

    DynamoDbRequest structure(String member) {
        return inner(json.get(member), member(member) + ".");
    }

    /** @throws AwsException ValidationException, naming all constraints that are broken */
    void requireValid() {
        if (!violations.isEmpty()) {
            throw DynamoDbErrors.invalid(violations.size() + " validation error" + (violations.size() == 1 ? "" : "s")
                    + " detected: " + String.join("; ", violations));
        }
    }

    void violation(String value, String member, String constraint) {
        violations.add("Value " + value + " at '" + member(member) + "' failed to satisfy constraint: " + constraint);
    }

    /** @param text {@code null} if it is absent */
    void checkLength(String member, String text, int least, int most) {
        if (text != null && text.length() < least) {
            violation("'" + text + "'", member, "Member must have length greater than or equal to " + least);
        } else if (text != null && text.length() > most) {
            violation("'" + text + "'", member, "Member must have length less than or equal to " + most);
        }
    }

    private void missing(String member) {
        violation("null", member, "Member must not be null");
    }

    private DynamoDbRequest inner(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new DynamoDbRequest(operation, path, object, violations);
        }
        throw AttributeValueJson.serialization("Unexpected value type in payload");
    }

    private Map<String, String> names() {
        if (!has("ExpressionAttributeNames")) {
            return null;
        }
        var names = new LinkedHashMap<String, String>();
        object("ExpressionAttributeNames").properties().forEach(each -> {
            if (!each.getValue().isTextual()) {
                throw AttributeValueJson.mismatch(each.getValue(), "String");
            }
            String name = each.getValue().textValue();
            if (name.length() > LONGEST_ATTRIBUTE_NAME) {
                violation(
                        "'{...}'",
                        "ExpressionAttributeNames",
                        "Map value must satisfy constraint: [Member must have length less than or equal to "
                                + LONGEST_ATTRIBUTE_NAME + "]");
            }
            names.put(each.getKey(), name);
        });
        return names;
    }

    private Map<String, AttributeValue> values() {
        if (!has("ExpressionAttributeValues")) {
            return null;
        }
        var values = new LinkedHashMap<String, AttributeValue>();
        object("ExpressionAttributeValues").properties().forEach(each -> {
            try {
                values.put(each.getKey(), AttributeValueJson.read(each.getValue()));
            } catch (AwsException e) {
                throw e.code().equals("ValidationException")
                        ? DynamoDbErrors.invalid("ExpressionAttributeValues contains "
                                + "invalid value: "
                                + e.getMessage() + " for key " + each.getKey())
                        : e;
            }
        });
        return values;
    }

    private ObjectNode object(String member) {
        if (json.get(member) instanceof ObjectNode object) {
            return object;
        }
        throw AttributeValueJson.serialization(
                json.get(member).isArray() ? "Unrecognized collection type java.util.Map" : "Unexpected field type");
    }

    /** As AWS names it: from the request's beginning, in camel case. */
    private String member(String name) {
        return place + Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
