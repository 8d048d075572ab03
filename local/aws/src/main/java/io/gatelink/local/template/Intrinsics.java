package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.Nearest;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves CloudFormation's intrinsic functions.
 *
 * <p>{@code AWS::NoValue} resolves to a missing node, and what cannot be resolved is reported and resolves to
 * {@link Properties#UNKNOWN}, so that one mistake gives one problem.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html">
 *     Intrinsic function reference</a>
 */
final class Intrinsics {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
    private static final Set<String> LOGICAL = Set.of("Condition", "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or");

    private final Names names;
    private final ObjectNode mappings;
    private final ObjectNode conditions;
    private final Set<String> conditionsUnderWay = new TreeSet<>();
    private final Problems problems;
    private final Problems ofImports;
    private final Set<String> imports = new TreeSet<>();

    /** @param ofImports takes what is wrong with imports */
    Intrinsics(Names names, ObjectNode mappings, ObjectNode conditions, Problems problems, Problems ofImports) {
        this.ofImports = ofImports;
        this.names = names;
        this.mappings = mappings;
        this.conditions = conditions;
        this.problems = problems;
    }

    /** What names stand for. */
    interface Names {

        /** The value of {@code Ref}. */
        Optional<String> ref(String name);

        /** The value of {@code GetAtt}. */
        Optional<String> attribute(String logicalId, String attribute);

        /** The value of {@code Fn::ImportValue}. */
        Optional<String> imported(String exportName);

        /** Why {@code name} stands for nothing, and what would. */
        String explain(String name);
    }

    /** {@code node} with every intrinsic in it resolved. */
    JsonNode resolve(JsonNode node, String path) {
        if (node instanceof ArrayNode array) {
            ArrayNode resolved = Json.array();
            for (int i = 0; i < array.size(); i++) {
                addUnlessMissing(resolved, resolve(array.get(i), path + "." + i));
            }
            return resolved;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        String first = object.isEmpty() ? "" : object.fieldNames().next();
        if (first.startsWith("Fn::") || object.size() == 1 && first.equals("Ref")) {
            return object.size() == 1
                    ? call(first, object.get(first), path)
                    : unknown(path, first + " stands beside other keys");
        }
        ObjectNode resolved = Json.object();
        object.properties().forEach(field -> {
            JsonNode value = resolve(field.getValue(), path + "." + field.getKey());
            if (!value.isMissingNode()) {
                resolved.set(field.getKey(), value);
            }
        });
        return resolved;
    }

    /** The names of the exports that were asked for so far. */
    Set<String> imports() {
        return imports;
    }

    /** Whether the condition with this name holds. */
    boolean condition(String name, String path) {
        JsonNode definition = conditions.get(name);
        if (definition == null) {
            List<String> known = new ArrayList<>();
            conditions.fieldNames().forEachRemaining(known::add);
            unknown(path, "there is no condition " + name + "." + Nearest.hint(name, known));
            return false;
        }
        if (!conditionsUnderWay.add(name)) {
            unknown(path, "the condition " + name + " depends on itself");
            return false;
        }
        try {
            return holds(definition, "Conditions." + name);
        } finally {
            conditionsUnderWay.remove(name);
        }
    }

    private JsonNode call(String function, JsonNode argument, String path) {
        return switch (function) {
            case "Ref" -> ref(argument, path);
            case "Fn::GetAtt" -> attribute(argument, path);
            case "Fn::Sub" -> substitute(argument, path);
            case "Fn::If" -> choose(argument, path);
            case "Fn::FindInMap" -> find(argument, path);
            case "Fn::Join" -> join(argument, path);
            case "Fn::Select" -> select(argument, path);
            case "Fn::Split" -> split(argument, path);
            case "Fn::ImportValue" -> imported(argument, path);
            case "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or" ->
                BooleanNode.valueOf(holds(Json.object().set(function, argument), path));
            default -> unknown(path, function + " is not supported by the local AWS");
        };
    }

    private JsonNode ref(JsonNode argument, String path) {
        String name = argument.asText();
        return name.equals("AWS::NoValue") ? MissingNode.getInstance() : named(names.ref(name), name, path);
    }

    private JsonNode attribute(JsonNode argument, String path) {
        List<String> parts = texts(argument, path);
        if (parts.size() != 2) {
            return unknown(path, "Fn::GetAtt takes a logical id and an attribute");
        }
        return named(names.attribute(parts.get(0), parts.get(1)), parts.get(0) + "." + parts.get(1), path);
    }

    private JsonNode named(Optional<String> value, String name, String path) {
        return value.<JsonNode>map(TextNode::valueOf).orElseGet(() -> unknown(path, names.explain(name)));
    }

    private JsonNode imported(JsonNode argument, String path) {
        String name = scalar(resolve(argument, path));
        if (name == null) {
            return unknown(path, "Fn::ImportValue takes the name of an export");
        }
        imports.add(name);
        return names.imported(name).<JsonNode>map(TextNode::valueOf).orElseGet(() -> {
            ofImports.add(path, "No export named " + name + " found.");
            return Properties.UNKNOWN;
        });
    }

    private JsonNode substitute(JsonNode argument, String path) {
        boolean withVariables =
                argument.isArray() && argument.size() == 2 && argument.get(1).isObject();
        JsonNode template = withVariables ? argument.get(0) : argument;
        if (!template.isTextual()) {
            return unknown(path, "Fn::Sub takes a text, or a list of a text and a mapping");
        }
        JsonNode variables = withVariables ? resolve(argument.get(1), path + ".1") : Json.object();
        return replace(template.asText(), name -> {
            if (name.startsWith("!")) {
                return "${" + name.substring(1) + "}";
            }
            if (variables.has(name)) {
                return scalar(variables.get(name));
            }
            int dot = name.indexOf('.');
            Optional<String> value = names.ref(name);
            if (value.isEmpty() && dot > 0) {
                value = names.attribute(name.substring(0, dot), name.substring(dot + 1));
            }
            if (value.isEmpty()) {
                problems.add(path, names.explain(name));
            }
            return value.orElse(null);
        });
    }

    private static JsonNode replace(String template, UnaryOperator<String> values) {
        var text = new StringBuilder();
        boolean known = true;
        Matcher placeholder = PLACEHOLDER.matcher(template);
        while (placeholder.find()) {
            String value = values.apply(placeholder.group(1));
            known &= value != null;
            placeholder.appendReplacement(text, Matcher.quoteReplacement(String.valueOf(value)));
        }
        return known ? TextNode.valueOf(placeholder.appendTail(text).toString()) : Properties.UNKNOWN;
    }

    private JsonNode choose(JsonNode argument, String path) {
        if (!argument.isArray() || argument.size() != 3) {
            return unknown(path, "Fn::If takes a condition and two values");
        }
        int chosen = condition(argument.get(0).asText(), path) ? 1 : 2;
        return resolve(argument.get(chosen), path + "." + chosen);
    }

    private JsonNode find(JsonNode argument, String path) {
        List<String> keys = texts(resolve(argument, path), path);
        if (keys.size() != 3) {
            return unknown(path, "Fn::FindInMap takes the name of a mapping and two keys");
        }
        JsonNode value = mappings.path(keys.get(0)).path(keys.get(1)).path(keys.get(2));
        return value.isMissingNode() ? unknown(path, "Mappings has no " + String.join(", ", keys)) : value;
    }

    private JsonNode join(JsonNode argument, String path) {
        JsonNode values = argument.path(1).isMissingNode() ? argument : resolve(argument.get(1), path + ".1");
        if (!argument.isArray() || argument.size() != 2 || !values.isArray()) {
            return Properties.isUnknown(values)
                    ? Properties.UNKNOWN
                    : unknown(path, "Fn::Join takes a delimiter and a list");
        }
        var parts = new ArrayList<String>();
        values.forEach(value -> parts.add(scalar(value)));
        return parts.contains(null)
                ? Properties.UNKNOWN
                : TextNode.valueOf(String.join(argument.get(0).asText(), parts));
    }

    private JsonNode select(JsonNode argument, String path) {
        JsonNode resolved = resolve(argument, path);
        JsonNode value = resolved.path(1).path(resolved.path(0).asInt(-1));
        return value.isMissingNode() ? unknown(path, "Fn::Select takes an index and a list that has it") : value;
    }

    private JsonNode split(JsonNode argument, String path) {
        JsonNode resolved = resolve(argument, path);
        if (resolved.size() != 2 || resolved.path(0).asText().isEmpty() || scalar(resolved.path(1)) == null) {
            return unknown(path, "Fn::Split takes a delimiter and a text");
        }
        ArrayNode parts = Json.array();
        for (String part :
                scalar(resolved.get(1)).split(Pattern.quote(resolved.get(0).asText()), -1)) {
            parts.add(part);
        }
        return parts;
    }

    private boolean holds(JsonNode condition, String path) {
        String function = condition.size() == 1 && condition.isObject()
                ? condition.fieldNames().next()
                : "";
        JsonNode argument = condition.path(function);
        if (!LOGICAL.contains(function) || function.equals("Condition") != argument.isTextual()) {
            unknown(path, "a condition is one of Condition, Fn::Equals, Fn::Not, Fn::And and Fn::Or");
            return false;
        }
        if (function.equals("Condition")) {
            return condition(argument.asText(), path);
        }
        if (function.equals("Fn::Equals")) {
            List<String> values = texts(resolve(argument, path), path);
            return values.size() == 2 && values.get(0).equals(values.get(1));
        }
        var each = new ArrayList<Boolean>();
        argument.forEach(part -> each.add(holds(part, path)));
        return switch (function) {
            case "Fn::Not" -> !each.contains(true);
            case "Fn::And" -> !each.contains(false);
            default -> each.contains(true);
        };
    }

    private List<String> texts(JsonNode array, String path) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(scalar(each)));
        if (!array.isArray() || texts.contains(null)) {
            unknown(path, "a list of texts was expected");
            return List.of();
        }
        return texts;
    }

    /** A scalar as text; {@code null} if it is none. */
    private static String scalar(JsonNode node) {
        return node.isValueNode() && !node.isNull() ? node.asText() : null;
    }

    private static void addUnlessMissing(ArrayNode array, JsonNode value) {
        if (!value.isMissingNode()) {
            array.add(value);
        }
    }

    private JsonNode unknown(String path, String what) {
        if (!problems.areWithin(path)) {
            problems.add(path, what);
        }
        return Properties.UNKNOWN;
    }
}
