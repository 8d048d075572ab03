package io.gatelink.functions.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Attributes to set and to remove in one write, and the condition that it carries. In its expressions, every name and
 * value has a placeholder: with them no name is a reserved word.
 */
public final class Change {

    private final Map<String, String> names = new TreeMap<>();
    private final Map<String, AttributeValue> values = new TreeMap<>();
    private final List<String> conditions = new ArrayList<>();
    /** By keyword, and by attribute. */
    private final Map<String, Map<String, String>> clauses = new TreeMap<>();

    /** Sets a string attribute; {@code null} removes it. */
    public Change set(String name, String value) {
        return value == null ? remove(name) : put(name, AttributeValue.fromS(value));
    }

    public Change set(String name, long value) {
        return put(name, AttributeValue.fromN(Long.toString(value)));
    }

    /** Sets a map of strings; an empty one removes the attribute. */
    public Change set(String name, Map<String, String> value) {
        return value.isEmpty()
                ? remove(name)
                : put(
                        name,
                        AttributeValue.fromM(value.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey, entry -> AttributeValue.fromS(entry.getValue())))));
    }

    /** Sets a set of strings; an empty one removes the attribute. */
    public Change set(String name, Collection<String> value) {
        return value.isEmpty() ? remove(name) : put(name, AttributeValue.fromSs(List.copyOf(value)));
    }

    public Change remove(String... attributes) {
        return remove(List.of(attributes));
    }

    public Change remove(Collection<String> attributes) {
        attributes.forEach(attribute -> {
            values.remove(":" + attribute);
            act("REMOVE ", attribute, name(attribute));
        });
        return this;
    }

    /** Sets attributes to what a map has of them, and removes those that it has not. */
    public Change copy(Map<String, String> from, Collection<String> attributes) {
        attributes.forEach(attribute -> set(attribute, from.get(attribute)));
        return this;
    }

    private Change put(String attribute, AttributeValue value) {
        return act("SET ", attribute, name(attribute) + " = " + value(":", attribute, value));
    }

    /** Adds to a number attribute, which is 0 if it is not there. */
    Change add(String attribute, long value) {
        return act(
                "ADD ",
                attribute,
                name(attribute) + " " + value(":", attribute, AttributeValue.fromN(Long.toString(value))));
    }

    /** What is done with an attribute last counts. */
    private Change act(String keyword, String attribute, String action) {
        clauses.values().forEach(actions -> actions.remove(attribute));
        clauses.computeIfAbsent(keyword, key -> new TreeMap<>()).put(attribute, action);
        return this;
    }

    /** Counts a step that begins. */
    Change begin(Instant now) {
        return add(Publication.STEP, 1).set(Publication.STEP_AT, now.toString());
    }

    /** On condition that an attribute is this string. */
    Change ifIs(String attribute, String text) {
        return onlyIf(attribute, "=", AttributeValue.fromS(text));
    }

    /** On condition that an attribute compares so with a value. */
    Change onlyIf(String attribute, String operator, AttributeValue value) {
        conditions.add(comparison(attribute, operator, value));
        return this;
    }

    /** On condition that there is no such attribute, or that it compares so with a value. */
    Change ifAbsentOr(String attribute, String operator, AttributeValue value) {
        conditions.add("(" + absent(attribute) + " OR " + comparison(attribute, operator, value) + ")");
        return this;
    }

    /** On condition that an attribute has the value that it has in an item. */
    Change ifSame(String attribute, Map<String, AttributeValue> seen) {
        return seen.containsKey(attribute) ? onlyIf(attribute, "=", seen.get(attribute)) : ifAbsent(attribute);
    }

    /** On condition that there is no such attribute. */
    Change ifAbsent(String attribute) {
        conditions.add(absent(attribute));
        return this;
    }

    /** On condition that there is such an attribute. */
    Change ifPresent(String attribute) {
        conditions.add("attribute_exists(" + name(attribute) + ")");
        return this;
    }

    String condition() {
        return String.join(" AND ", conditions);
    }

    /** An update expression. */
    String update() {
        return clauses.entrySet().stream()
                .filter(clause -> !clause.getValue().isEmpty())
                .map(clause ->
                        clause.getKey() + String.join(", ", clause.getValue().values()))
                .collect(Collectors.joining(" "));
    }

    Map<String, String> names() {
        return names;
    }

    /** {@code null} if there are none: DynamoDB refuses an empty map. */
    Map<String, AttributeValue> values() {
        return values.isEmpty() ? null : values;
    }

    /** What is done to which attributes. */
    @Override
    public String toString() {
        return update() + " with " + values;
    }

    private String absent(String attribute) {
        return "attribute_not_exists(" + name(attribute) + ")";
    }

    private String comparison(String attribute, String operator, AttributeValue value) {
        return name(attribute) + " " + operator + " " + value(":if_", attribute, value);
    }

    private String name(String attribute) {
        names.put("#" + attribute, attribute);
        return "#" + attribute;
    }

    private String value(String prefix, String attribute, AttributeValue value) {
        values.put(prefix + attribute, value);
        return prefix + attribute;
    }
}
