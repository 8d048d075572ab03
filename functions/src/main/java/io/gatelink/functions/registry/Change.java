package io.gatelink.functions.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes to set and to remove in one write. */
public final class Change {

    private final Map<String, AttributeValue> set = new TreeMap<>();
    private final List<String> removed = new ArrayList<>();

    /** Sets a string attribute; {@code null} removes it. */
    public Change set(String name, String value) {
        return value == null ? remove(name) : put(name, AttributeValue.fromS(value));
    }

    public Change set(String name, long value) {
        return put(name, AttributeValue.fromN(Long.toString(value)));
    }

    /** Sets a map of strings; an empty one removes the attribute. */
    public Change set(String name, Map<String, String> value) {
        Map<String, AttributeValue> entries = new HashMap<>();
        value.forEach((key, text) -> entries.put(key, AttributeValue.fromS(text)));
        return value.isEmpty() ? remove(name) : put(name, AttributeValue.fromM(entries));
    }

    /** Sets a set of strings; an empty one removes the attribute. */
    public Change set(String name, Collection<String> value) {
        return value.isEmpty() ? remove(name) : put(name, AttributeValue.fromSs(List.copyOf(value)));
    }

    public Change remove(String... names) {
        for (String name : names) {
            set.remove(name);
            if (!removed.contains(name)) {
                removed.add(name);
            }
        }
        return this;
    }

    private Change put(String name, AttributeValue value) {
        removed.remove(name);
        set.put(name, value);
        return this;
    }

    /** An update expression, with the names and values that it refers to added to {@code expression}. */
    String in(Expression expression) {
        List<String> assignments = new ArrayList<>();
        set.forEach((name, value) -> assignments.add(expression.name(name) + " = " + expression.value(value)));
        StringBuilder text = new StringBuilder();
        if (!assignments.isEmpty()) {
            text.append("SET ").append(String.join(", ", assignments));
        }
        if (!removed.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append("REMOVE ")
                    .append(String.join(", ", removed.stream().map(expression::name).toList()));
        }
        return text.toString();
    }
}
