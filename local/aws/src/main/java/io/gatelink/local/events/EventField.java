package io.gatelink.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A field of an event, read with care: every method throws {@link InvalidEventException} that names the field if it is
 * missing or has the wrong type. JSON's {@code null} counts as missing, as in CloudTrail's records.
 */
public final class EventField {

    private final String path;
    private final JsonNode value;
    private final String remedy;

    private EventField(String path, JsonNode value, String remedy) {
        this.path = path;
        this.value = value;
        this.remedy = remedy;
    }

    /**
     * A whole event.
     *
     * @param remedy what to do about a wrong one, a sentence; it ends each message
     */
    public static EventField of(ObjectNode event, String remedy) {
        return new EventField("", event, remedy);
    }

    /**
     * Reads an event and checks the envelope that every EventBridge event has: {@code id}, {@code detail-type},
     * {@code source}, {@code account}, {@code time} and {@code region} are strings, {@code resources} is a list,
     * {@code detail} an object.
     *
     * @throws InvalidEventException if it is no such event
     */
    public static ObjectNode parseEvent(byte[] json, String remedy) {
        JsonNode event;
        try {
            event = Json.parse(json);
        } catch (Json.InvalidJsonException e) {
            throw InvalidEventException.notJson(e.getMessage(), remedy);
        }
        if (!(event instanceof ObjectNode object)) {
            throw InvalidEventException.notJson(
                    "it is a JSON " + event.getNodeType().name().toLowerCase(Locale.ROOT), remedy);
        }
        EventField root = of(object, remedy);
        for (String name : List.of("id", "detail-type", "source", "account", "time", "region")) {
            root.get(name).text();
        }
        root.get("account").matching(Pattern.compile("[0-9]{12}"), "twelve digits");
        root.get("resources").items();
        root.get("detail").object();
        return object;
    }

    public EventField get(String name) {
        return new EventField(path.isEmpty() ? name : path + "." + name, object().get(name), remedy);
    }

    /** The field of this name, if it is there. */
    public Optional<EventField> optional(String name) {
        EventField field = get(name);
        return field.isMissing() ? Optional.empty() : Optional.of(field);
    }

    /** The first item of a list. */
    public EventField first() {
        return new EventField(path + "[0]", list().get(0), remedy);
    }

    public List<EventField> items() {
        var items = new ArrayList<EventField>();
        JsonNode list = list();
        for (int i = 0; i < list.size(); i++) {
            items.add(new EventField(path + "[" + i + "]", list.get(i), remedy));
        }
        return items;
    }

    public String text() {
        return require(value != null && value.isTextual(), "a string").textValue();
    }

    /** @param expected what it must be, e.g. {@code the ARN of a load balancer} */
    public String matching(Pattern pattern, String expected) {
        String text = text();
        require(pattern.matcher(text).matches(), expected);
        return text;
    }

    private ObjectNode object() {
        return (ObjectNode) require(value instanceof ObjectNode, "an object");
    }

    private JsonNode list() {
        return require(value != null && value.isArray(), "a list");
    }

    private JsonNode require(boolean right, String expected) {
        if (right) {
            return value;
        }
        if (isMissing()) {
            throw InvalidEventException.missing(path, expected, remedy);
        }
        throw InvalidEventException.wrong(path, value, expected, remedy);
    }

    private boolean isMissing() {
        return value == null || value.isNull();
    }
}
