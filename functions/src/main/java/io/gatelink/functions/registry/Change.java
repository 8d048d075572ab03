package io.gatelink.functions.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attributes to set and to remove in one write. */
public final class Change {

    private final Map<String, AttributeValue> set = new TreeMap<>();
    private final Set<String> removed = new LinkedHashSet<>();
    private boolean begins;

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
        List.of(names).forEach(set::remove);
        removed.addAll(List.of(names));
        return this;
    }

    /** Sets attributes to what a map has of them, and removes those that it has not. */
    public Change copy(Map<String, String> from, String... names) {
        List.of(names).forEach(name -> set(name, from.get(name)));
        return this;
    }

    /** Counts a step that begins. */
    Change begin(Instant now) {
        begins = true;
        return set(Attributes.STEP_AT, now.toString());
    }

    private Change put(String name, AttributeValue value) {
        removed.remove(name);
        set.put(name, value);
        return this;
    }

    /** An update expression, with the names and values that it refers to added to {@code expression}. */
    String in(Expression expression) {
        List<String> clauses = new ArrayList<>();
        if (!set.isEmpty()) {
            clauses.add("SET " + set.entrySet().stream().map(one -> expression.name(one.getKey()) + " = "
                    + expression.value(one.getValue())).collect(Collectors.joining(", ")));
        }
        if (!removed.isEmpty()) {
            clauses.add("REMOVE " + removed.stream().map(expression::name).collect(Collectors.joining(", ")));
        }
        if (begins) {
            clauses.add("ADD " + expression.name(Attributes.STEP) + " " + expression.value(AttributeValue.fromN("1")));
        }
        return String.join(" ", clauses);
    }
}
