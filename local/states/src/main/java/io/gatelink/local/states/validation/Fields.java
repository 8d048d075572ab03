package io.gatelink.local.states.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.model.PayloadTemplate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fields of an object in a definition. What is wrong with one is noted, and a value that would be right is given
 * instead, so that reading can go on and find the rest.
 */
final class Fields {

    private static final int MAX_NAME = 80;

    private final JsonNode object;
    private final String subject;
    private final String location;
    private final ValidationProblems problems;

    /**
     * @param object  an object, or what stands where one should be; then it has no fields
     * @param subject begins each message, e.g. {@code State 'A'}
     */
    Fields(JsonNode object, String subject, String location, ValidationProblems problems) {
        this.subject = subject;
        this.location = location;
        this.problems = problems;
        this.object = object.isObject() ? object : Json.object();
        if (!object.isObject()) {
            problems.schema(location, subject + " is " + ValidationProblems.show(object) + ", but must be an object.");
        }
    }

    String subject() {
        return subject;
    }

    String location() {
        return location;
    }

    String at(String field) {
        return (location.equals("/") ? "" : location) + "/" + field;
    }

    boolean has(String field) {
        return object.has(field);
    }

    JsonNode get(String field) {
        return object.get(field);
    }

    void problem(String field, String message) {
        problems.schema(at(field), subject + ": " + message);
    }

    /**
     * Refuses every field but those in {@code known}.
     *
     * @param kind    what has these fields, e.g. {@code a Pass state}
     * @param refused fields with a reason of their own
     * @param foreign fields that other kinds have
     */
    void checkNames(String kind, Collection<String> known, Map<String, String> refused, Collection<String> foreign) {
        for (var field : object.properties()) {
            String name = field.getKey();
            if (known.contains(name)) {
                continue;
            }
            if (refused.containsKey(name)) {
                problem(name, name + " " + refused.get(name));
            } else if (foreign.contains(name)) {
                problem(name, kind + " has no " + name + "; remove it.");
            } else {
                problem(
                        name,
                        "unknown field '" + ValidationProblems.show(name) + "'; "
                                + ValidationProblems.nearest(name, known)
                                        .map(meant -> "did you mean '" + meant + "'?")
                                        .orElse(kind + " has " + String.join(", ", known) + "."));
            }
        }
    }

    void required(Collection<String> names) {
        Set<String> missing = new LinkedHashSet<>(names);
        missing.removeIf(object::has);
        if (!missing.isEmpty()) {
            problems.schema(location, "These fields are required: [" + String.join(", ", missing) + "]");
        }
    }

    Optional<String> text(String field) {
        return value(field, JsonNode::isTextual, "a string").map(JsonNode::textValue);
    }

    /** The name of a state. */
    Optional<String> stateName(String field) {
        return text(field).filter(name -> {
            if (name.isEmpty() || name.length() > MAX_NAME) {
                problem(
                        field,
                        field + " is " + ValidationProblems.show(get(field)) + ", but must name a state in 1 to "
                                + MAX_NAME + " characters.");
                return false;
            }
            return true;
        });
    }

    Optional<Integer> whole(String field, int least, int most) {
        return value(field, value -> isWhole(value, least, most), wholeFrom(least, most))
                .map(JsonNode::intValue);
    }

    Optional<Double> number(String field, double least) {
        return value(
                        field,
                        value -> value.isNumber() && value.doubleValue() >= least,
                        "a number of " + (long) least + " or more")
                .map(JsonNode::doubleValue);
    }

    Optional<JsonNode> array(String field) {
        return value(field, value -> value.isArray() && !value.isEmpty(), "an array with at least one entry");
    }

    /** Any JSON, with expressions anywhere inside. */
    Optional<PayloadTemplate> template(String field) {
        return has(field) ? Optional.of(read(field)) : Optional.empty();
    }

    Optional<PayloadTemplate> wholeOrQuery(String field, int least, int most) {
        return valueOrQuery(field, value -> isWhole(value, least, most), wholeFrom(least, most));
    }

    Optional<PayloadTemplate> textOrQuery(String field) {
        return valueOrQuery(field, JsonNode::isTextual, "a string");
    }

    Optional<PayloadTemplate> booleanOrQuery(String field) {
        return valueOrQuery(field, JsonNode::isBoolean, "true or false");
    }

    Optional<PayloadTemplate> arrayOrQuery(String field) {
        return valueOrQuery(field, JsonNode::isArray, "an array");
    }

    /** The variables that {@code Assign} sets. */
    Map<String, PayloadTemplate> assign() {
        var variables = new LinkedHashMap<String, PayloadTemplate>();
        value("Assign", JsonNode::isObject, "an object")
                .ifPresent(object -> object.properties().forEach(field -> {
                    String name = field.getKey();
                    String wrong = wrongVariable(name);
                    if (wrong != null) {
                        problem(
                                "Assign/" + name,
                                "Assign sets a variable '" + ValidationProblems.show(name) + "', but " + wrong + ".");
                    }
                    variables.put(name, templates().read(field.getValue(), "Assign/" + name, at("Assign/" + name)));
                }));
        return variables;
    }

    private static String wrongVariable(String name) {
        if (name.equals("states")) {
            return "that name is reserved";
        }
        boolean identifier = !name.isEmpty()
                && name.length() <= MAX_NAME
                && (Character.isUnicodeIdentifierStart(name.codePointAt(0)) || name.charAt(0) == '_')
                && name.codePoints().allMatch(Character::isUnicodeIdentifierPart);
        return identifier
                ? null
                : "a variable's name is a letter, then letters, digits and underscores, at most " + MAX_NAME
                        + " characters";
    }

    private Optional<PayloadTemplate> valueOrQuery(String field, Predicate<JsonNode> right, String expected) {
        return value(
                        field,
                        value -> PayloadTemplateReader.isQuery(value) || right.test(value),
                        expected + ", or a JSONata expression")
                .map(value -> read(field));
    }

    private Optional<JsonNode> value(String field, Predicate<JsonNode> right, String expected) {
        if (!has(field)) {
            return Optional.empty();
        }
        if (!right.test(get(field))) {
            problem(field, field + " is " + ValidationProblems.show(get(field)) + ", but must be " + expected + ".");
            return Optional.empty();
        }
        return Optional.of(get(field));
    }

    private PayloadTemplate read(String field) {
        return templates().read(get(field), field, at(field));
    }

    private PayloadTemplateReader templates() {
        return new PayloadTemplateReader(subject, problems);
    }

    private static boolean isWhole(JsonNode value, int least, int most) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= least
                && value.intValue() <= most;
    }

    private static String wholeFrom(int least, int most) {
        return "a whole number from " + least + " to " + most;
    }
}
