package io.gatelink.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Protocol;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of a request in AWS JSON; those that are absent are {@code null}. A wrong type is a
 * SerializationException, as AWS answers it.
 */
record RequestFields(ObjectNode json) {

    /** @throws AwsException NotImplemented if one of the members is there, which AWS takes */
    void refuse(String operation, String... names) {
        for (String name : names) {
            if (value(name) != null) {
                throw Protocol.notImplemented("EventBridge", operation + " with " + name);
            }
        }
    }

    /** @throws AwsException ValidationException for a text that is shorter or longer, if there is one */
    void checkLength(String name, int least, int most) {
        String text = text(name);
        if (text != null) {
            checkLength(name, text, least, most);
        }
    }

    /** @throws AwsException ValidationException if one of the texts is longer */
    void checkLengths(String name, int most) {
        texts(name).forEach(text -> checkLength(name, text, 0, most));
    }

    private static void checkLength(String name, String text, int least, int most) {
        if (text.length() < least || text.length() > most) {
            throw new AwsException(
                    "ValidationException",
                    400,
                    "1 validation error detected: Value at '" + Character.toLowerCase(name.charAt(0))
                            + name.substring(1)
                            + "' failed to satisfy constraint: Member must have length "
                            + (text.length() < least
                                    ? "greater than or equal to " + least
                                    : "less than or equal to " + most));
        }
    }

    String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        return require(name, value, value.isTextual(), "a string").textValue();
    }

    /** @throws AwsException ValidationException, if it is absent */
    String required(String name) {
        String text = text(name);
        if (text == null) {
            String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
            throw new AwsException(
                    "ValidationException",
                    400,
                    "1 validation error detected: Value null at '" + member
                            + "' failed to satisfy constraint: Member must not be null");
        }
        return text;
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (JsonNode item : items(name)) {
            texts.add(require(name, item, item.isTextual(), "a list of strings").textValue());
        }
        return texts;
    }

    List<RequestFields> structures(String name) {
        var structures = new ArrayList<RequestFields>();
        for (JsonNode item : items(name)) {
            structures.add(new RequestFields((ObjectNode) require(name, item, item.isObject(), "a list of objects")));
        }
        return structures;
    }

    /** A time in seconds since 1970, or in ISO 8601. */
    Instant time(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        try {
            if (value.isNumber()) {
                BigDecimal millis = value.decimalValue().movePointRight(3);
                return Instant.ofEpochMilli(millis.longValue());
            }
            return Instant.parse(value.asText());
        } catch (DateTimeException | NumberFormatException e) {
            // A number may also be one that is too large for any type, and so infinite.
            throw new AwsException("SerializationException", 400, name + " must be a time");
        }
    }

    private JsonNode items(String name) {
        JsonNode value = value(name);
        return value == null ? Json.array() : require(name, value, value.isArray(), "a list");
    }

    private JsonNode value(String name) {
        JsonNode value = json.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static JsonNode require(String name, JsonNode value, boolean right, String expected) {
        if (!right) {
            throw new AwsException("SerializationException", 400, name + " must be " + expected);
        }
        return value;
    }
}
