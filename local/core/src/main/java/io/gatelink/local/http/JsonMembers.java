package io.gatelink.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The members of a request in AWS JSON, or of a structure in it; those that are absent are {@code null}. A member of a
 * wrong type is a SerializationException; what breaks the constraints of the API's model is collected until
 * {@link #requireValid}, as AWS reports it together.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html">AWS JSON 1.1 protocol</a>
 */
public final class JsonMembers {

    private final String service;
    private final String operation;
    private final String place;
    private final ObjectNode json;
    private final List<String> violations;

    private JsonMembers(String service, String operation, String place, ObjectNode json, List<String> violations) {
        this.service = service;
        this.operation = operation;
        this.place = place;
        this.json = json;
        this.violations = violations;
    }

    /**
     * The members of a whole request.
     *
     * @param service by its signing name
     */
    public static JsonMembers of(String service, String operation, ObjectNode json) {
        return new JsonMembers(service, operation, "", json, new ArrayList<>());
    }

    /** @throws AwsException NotImplemented if there is another member than these */
    public JsonMembers only(String... supported) {
        Set<String> known = Set.of(supported);
        json.properties().forEach(member -> {
            if (!known.contains(member.getKey()) && !member.getValue().isNull()) {
                throw notImplemented(member.getKey());
            }
        });
        return this;
    }

    /** What the local AWS says to a member, or to a value of it, that it does not take. */
    public AwsException notImplemented(String what) {
        return Protocol.notImplemented(service, operation + " with " + place + what);
    }

    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    public JsonNode json(String name) {
        return json.path(name);
    }

    /** The names of the members that are there. */
    public List<String> names() {
        var names = new ArrayList<String>();
        json.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                names.add(member.getKey());
            }
        });
        return names;
    }

    public String text(String name) {
        return has(name) ? text(name, json.get(name)) : null;
    }

    /** A text within bounds; a bound of 0 is none, {@code null} is no pattern. */
    public String text(String name, int least, int most, String pattern) {
        String text = text(name);
        if (text != null && text.length() < least) {
            violation("'" + text + "'", name, "Member must have length greater than or equal to " + least);
        } else if (text != null && most > 0 && text.length() > most) {
            violation("'" + text + "'", name, "Member must have length less than or equal to " + most);
        } else if (text != null && pattern != null && !text.matches(pattern)) {
            violation("'" + text + "'", name, "Member must satisfy regular expression pattern: " + pattern);
        }
        return text;
    }

    /** A text within bounds that must be there; empty if it is not. */
    public String required(String name, int least, int most, String pattern) {
        require(name);
        String text = text(name, least, most, pattern);
        return text == null ? "" : text;
    }

    /** One of an enum's values. */
    public String oneOf(String name, List<String> values) {
        String text = text(name);
        checkOneOf(name, text, values);
        return text;
    }

    /** Values of an enum; empty if absent. */
    public List<String> eachOf(String name, List<String> values) {
        var texts = new ArrayList<String>();
        for (JsonNode item : items(name)) {
            String text = text(name, item);
            checkOneOf(name, text, values);
            texts.add(text);
        }
        return texts;
    }

    /** A whole number within bounds. */
    public Integer whole(String name, int least, int most) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = json.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw serialization(name + " must be an integer");
        }
        if (value.intValue() < least) {
            violation("'" + value.intValue() + "'", name, "Member must have value greater than or equal to " + least);
        } else if (value.intValue() > most) {
            violation("'" + value.intValue() + "'", name, "Member must have value less than or equal to " + most);
        }
        return value.intValue();
    }

    /** A whole number of up to 64 bits, at least {@code least}. */
    public Long wholeLong(String name, long least) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = json.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw serialization(name + " must be a long");
        }
        if (value.longValue() < least) {
            violation("'" + value.longValue() + "'", name, "Member must have value greater than or equal to " + least);
        }
        return value.longValue();
    }

    /** Texts, between {@code least} and {@code most} of them; empty if absent. */
    public List<String> list(String name, int least, int most) {
        var texts = new ArrayList<String>();
        items(name).forEach(item -> texts.add(text(name, item)));
        if (has(name) && texts.size() < least) {
            violation("'" + texts + "'", name, "Member must have length greater than or equal to " + least);
        } else if (texts.size() > most) {
            violation("'" + texts + "'", name, "Member must have length less than or equal to " + most);
        }
        return texts;
    }

    public Boolean flag(String name) {
        if (!has(name)) {
            return null;
        }
        if (!json.get(name).isBoolean()) {
            throw serialization(name + " must be a boolean");
        }
        return json.get(name).booleanValue();
    }

    /** A structure; one without members if absent. */
    public JsonMembers structure(String name) {
        return has(name) ? inner(name, json.get(name), member(name) + ".") : inner(name, Json.object(), member(name));
    }

    /** Structures; empty if absent. */
    public List<JsonMembers> structures(String name) {
        var structures = new ArrayList<JsonMembers>();
        for (JsonNode item : items(name)) {
            structures.add(inner(name, item, member(name) + "." + (structures.size() + 1) + ".member."));
        }
        return structures;
    }

    /** Texts by name; empty if absent. */
    public Map<String, String> texts(String name) {
        var texts = new LinkedHashMap<String, String>();
        if (has(name)) {
            inner(name, json.get(name), "")
                    .json
                    .properties()
                    .forEach(entry -> texts.put(entry.getKey(), text(name, entry.getValue())));
        }
        return texts;
    }

    /** The member must be there. */
    public JsonMembers require(String name) {
        if (!has(name)) {
            violation("null", name, "Member must not be null");
        }
        return this;
    }

    /**
     * @param code of the error, e.g. {@code ValidationException}
     * @throws AwsException naming all constraints that are broken
     */
    public void requireValid(String code) {
        if (!violations.isEmpty()) {
            throw new AwsException(
                    code,
                    400,
                    violations.size() + " validation error" + (violations.size() == 1 ? "" : "s") + " detected: "
                            + String.join("; ", violations));
        }
    }

    private void checkOneOf(String name, String text, List<String> values) {
        if (text != null && !values.contains(text)) {
            violation(
                    "'" + text + "'", name, "Member must satisfy enum value set: [" + String.join(", ", values) + "]");
        }
    }

    private void violation(String value, String name, String constraint) {
        violations.add("Value " + value + " at '" + member(name) + "' failed to satisfy constraint: " + constraint);
    }

    private JsonNode items(String name) {
        if (has(name) && !json.get(name).isArray()) {
            throw serialization(name + " must be a list");
        }
        return has(name) ? json.get(name) : Json.array();
    }

    private JsonMembers inner(String name, JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new JsonMembers(service, operation, path, object, violations);
        }
        throw serialization(name + " must be an object");
    }

    private static String text(String name, JsonNode value) {
        if (!value.isTextual()) {
            throw serialization(name + " must be a string");
        }
        return value.textValue();
    }

    /** As AWS names it: from the request's beginning, in camel case. */
    private String member(String name) {
        return place + Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static AwsException serialization(String message) {
        return new AwsException("SerializationException", 400, message);
    }
}
