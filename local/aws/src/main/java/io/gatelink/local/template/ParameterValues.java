package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.Nearest;
import io.gatelink.local.document.Problems;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The Parameters section: checks what is declared and what is given.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html">
 *     CloudFormation parameters</a>
 */
final class ParameterValues {

    private static final Set<String> ATTRIBUTES = Set.of(
            "Type",
            "Description",
            "Default",
            "AllowedValues",
            "AllowedPattern",
            "ConstraintDescription",
            "MinLength",
            "MaxLength",
            "MinValue",
            "MaxValue",
            "NoEcho");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,18})?");

    /** CloudFormation's own limit. */
    private static final int LONGEST = 4096;

    private final Problems problems;
    private final List<String> invalid = new ArrayList<>();

    private ParameterValues(Problems problems) {
        this.problems = problems;
    }

    /**
     * The values in force, in the order of the template.
     *
     * @param given values for some parameters, by name
     * @throws InvalidParameterException if a given value is not allowed, or if a parameter without a default has none
     */
    static Map<String, String> of(ObjectNode declarations, Map<String, String> given, Problems problems) {
        var reader = new ParameterValues(problems);
        Map<String, String> values = reader.read(declarations, given);
        if (!reader.invalid.isEmpty()) {
            throw new InvalidParameterException(reader.invalid);
        }
        return values;
    }

    private Map<String, String> read(ObjectNode declarations, Map<String, String> given) {
        List<String> names = new ArrayList<>();
        declarations.fieldNames().forEachRemaining(names::add);
        given.keySet().stream()
                .filter(name -> !declarations.has(name))
                .forEach(name -> invalid.add("The template has no parameter " + quoted(name) + "."
                        + Nearest.hint(name, names) + " It has " + String.join(", ", names) + "."));
        var values = new LinkedHashMap<String, String>();
        for (String name : names) {
            JsonNode declaration = declarations.get(name);
            if (!declared("Parameters." + name, declaration)) {
                continue;
            }
            String value = given.containsKey(name) ? given.get(name) : text(declaration.get("Default"));
            if (value == null) {
                invalid.add("Parameter " + name + " has no value and no default; give it one.");
                continue;
            }
            check(name, value, declaration);
            values.put(name, value);
        }
        return values;
    }

    private boolean declared(String path, JsonNode declaration) {
        String type = declaration.path("Type").asText();
        if (!type.equals("String") && !type.equals("Number")) {
            problems.add(
                    path + ".Type",
                    "parameters of type " + quoted(type) + " are not supported by the local AWS; use String or Number");
            return false;
        }
        declaration.fieldNames().forEachRemaining(attribute -> {
            if (!ATTRIBUTES.contains(attribute)) {
                problems.add(
                        path + "." + attribute,
                        "not an attribute of parameters."
                                + Nearest.hint(
                                        attribute, ATTRIBUTES.stream().sorted().toList()));
            }
        });
        try {
            Pattern.compile(declaration.path("AllowedPattern").asText());
        } catch (PatternSyntaxException e) {
            problems.add(path + ".AllowedPattern", "not a regular expression: " + e.getDescription());
            return false;
        }
        return true;
    }

    private void check(String name, String value, JsonNode declaration) {
        String remedy = remedy(value, declaration);
        if (remedy != null) {
            invalid.add("Parameter " + name + " has the value " + quoted(value) + "; it must be " + remedy + ".");
        }
    }

    /** What the value must be and is not, or {@code null}. */
    private static String remedy(String value, JsonNode declaration) {
        boolean number = declaration.path("Type").asText().equals("Number");
        if (value.length() > LONGEST) {
            return "at most " + LONGEST + " characters long";
        }
        if (declaration.has("AllowedValues")) {
            var allowed = new ArrayList<String>();
            declaration.get("AllowedValues").forEach(each -> allowed.add(text(each)));
            if (!allowed.contains(value)) {
                return (allowed.size() == 1 ? "" : "one of ") + String.join(", ", allowed);
            }
        }
        if (number && !NUMBER.matcher(value).matches()) {
            return "a number";
        }
        if (declaration.has("AllowedPattern")
                && !value.matches(declaration.get("AllowedPattern").asText())) {
            return declaration
                    .path("ConstraintDescription")
                    .asText("something that matches "
                            + declaration.get("AllowedPattern").asText());
        }
        BigDecimal size = number ? new BigDecimal(value) : BigDecimal.valueOf(value.codePointCount(0, value.length()));
        BigDecimal min = bound(declaration, number ? "MinValue" : "MinLength");
        BigDecimal max = bound(declaration, number ? "MaxValue" : "MaxLength");
        String unit = number ? "" : " characters long";
        if (min != null && size.compareTo(min) < 0) {
            return "at least " + min.toPlainString() + unit;
        }
        return max != null && size.compareTo(max) > 0 ? "at most " + max.toPlainString() + unit : null;
    }

    private static BigDecimal bound(JsonNode declaration, String attribute) {
        return declaration.has(attribute) ? new BigDecimal(text(declaration.get(attribute))) : null;
    }

    private static String text(JsonNode scalar) {
        return scalar == null || scalar.isNull() ? null : scalar.asText();
    }

    /** In quotes, with everything escaped that could harm a terminal or a log. */
    static String quoted(String value) {
        String shown = value.length() <= 200 ? value : value.substring(0, 200) + "...";
        return Json.write(TextNode.valueOf(shown)).replaceAll("[\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e]", "\uFFFD");
    }
}
