package io.gatelink.local.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A mapping in the template, intrinsics resolved, read key by key. Everything in it must be asked for, or it is
 * reported as not understood.
 */
public final class Properties {

    /** Stands for a value that could not be read, which has been reported: so one mistake gives one problem. */
    public static final JsonNode UNKNOWN = Json.object().put("unknown", "reported elsewhere");

    private final String path;
    private final ObjectNode values;
    private final Problems problems;

    private Properties(String path, ObjectNode values, Problems problems) {
        this.path = path;
        this.values = values;
        this.problems = problems;
    }

    /**
     * @param values nothing at all is an empty mapping
     * @param known  every key that is understood, those without an effect here included
     */
    public static Properties of(JsonNode values, String path, Collection<String> known, Problems problems) {
        if (!values.isMissingNode() && !values.isObject()) {
            problems.add(path, "must be a mapping");
        }
        ObjectNode object = values instanceof ObjectNode mapping && !isUnknown(values) ? mapping : Json.object();
        object.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                problems.add(path + "." + key, "not supported by the local AWS." + Nearest.hint(key, known));
            }
        });
        return new Properties(path, object, problems);
    }

    /** Whether a value is {@link #UNKNOWN}. */
    @SuppressWarnings("ReferenceEquality") // An equal value may stand in a document.
    public static boolean isUnknown(JsonNode value) {
        return value == UNKNOWN;
    }

    public String path() {
        return path;
    }

    /** What is at this key, or a missing node. */
    public JsonNode at(String key) {
        return values.path(key);
    }

    public Properties mapping(String key, Collection<String> known) {
        return of(at(key), path + "." + key, known, problems);
    }

    public Optional<String> text(String key) {
        JsonNode value = at(key);
        if (value.isMissingNode() || isUnknown(value)) {
            return Optional.empty();
        }
        if (value.isContainerNode() || value.isNull()) {
            problems.add(path + "." + key, "must be a text");
            return Optional.empty();
        }
        return Optional.of(value.asText());
    }

    /** The text at a key that must be there; empty, and reported, if it is not. */
    public String requiredText(String key) {
        if (at(key).isMissingNode()) {
            problems.add(path, key + " is missing");
        }
        return text(key).orElse("");
    }

    /** A number in a range, both ends included. */
    public int number(String key, int absent, int min, int max) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return absent;
        }
        boolean number = text.get().matches("[0-9]{1,9}");
        if (!number || Integer.parseInt(text.get()) < min || Integer.parseInt(text.get()) > max) {
            problems.add(path + "." + key, "must be a number from " + min + " to " + max);
            return absent;
        }
        return Integer.parseInt(text.get());
    }

    /** One text, or a list of them. */
    public List<String> texts(String key) {
        JsonNode value = at(key);
        if (!value.isArray()) {
            return text(key).map(List::of).orElse(List.of());
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode each = value.get(i);
            if (each.isContainerNode() && !isUnknown(each)) {
                problems.add(path + "." + key + "." + i, "must be a text");
            } else if (each.isValueNode()) {
                texts.add(each.asText());
            }
        }
        return texts;
    }

    /** A mapping from any key to texts, in its order. */
    public Map<String, String> textsByKey(String key) {
        var texts = new LinkedHashMap<String, String>();
        List<String> keys = new ArrayList<>();
        at(key).fieldNames().forEachRemaining(keys::add);
        Properties entries = mapping(key, keys);
        keys.forEach(each -> entries.text(each).ifPresent(text -> texts.put(each, text)));
        return texts;
    }

    /** Each entry of a mapping from any key, with its path. */
    public void forEach(String key, BiConsumer<String, JsonNode> action) {
        JsonNode entries = at(key);
        if (!entries.isMissingNode() && !entries.isObject()) {
            problems.add(path + "." + key, "must be a mapping");
        } else if (!isUnknown(entries)) {
            entries.properties().forEach(entry -> action.accept(entry.getKey(), entry.getValue()));
        }
    }
}
