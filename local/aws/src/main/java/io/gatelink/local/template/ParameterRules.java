package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.document.Nearest;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The Rules section: what must hold of parameters together, before anything is made.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html">
 *     CloudFormation rules</a>
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-rules.html">
 *     Rule-specific intrinsic functions</a>
 */
final class ParameterRules {

    private static final List<String> CONDITIONS = List.of(
            "Fn::And", "Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::Equals", "Fn::Not", "Fn::Or");
    /** They read resources of the account by parameters of types that the local AWS does not support. */
    private static final Set<String> OF_RESOURCES = Set.of("Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll");

    private static final int MOST_CONDITIONS = 10;

    private final Symbols names;
    private final Problems problems;

    /** @param names what Ref finds: parameters and pseudo parameters */
    ParameterRules(Symbols names, Problems problems) {
        this.names = names;
        this.problems = problems;
    }

    /**
     * An assertion that does not hold.
     *
     * @param parameters those that the rule names, in its order
     */
    private record Violation(String rule, Optional<String> description, Set<String> parameters) {

        String sentence(Map<String, String> values) {
            String remedy = description.orElse("rule " + rule + " of the template does not allow that.");
            if (parameters.isEmpty()) {
                return "Rule " + rule + " of the template does not hold: " + remedy;
            }
            return "Parameter "
                    + parameters.stream()
                            .map(name -> name + " has the value " + ParameterValues.quoted(values.get(name)))
                            .collect(Collectors.joining(" and parameter "))
                    + ": " + remedy;
        }
    }

    /** The functions that the Rules section uses and CloudFormation does not take there. */
    static Set<String> unsupportedFunctions(JsonNode section) {
        var functions = new TreeSet<String>();
        for (JsonNode rule : section) {
            addFunctions(rule.path("RuleCondition"), functions);
            rule.path("Assertions").forEach(assertion -> addFunctions(assertion.path("Assert"), functions));
        }
        functions.removeAll(CONDITIONS);
        functions.removeAll(OF_RESOURCES);
        functions.remove("Ref");
        return functions;
    }

    private static void addFunctions(JsonNode expression, Set<String> functions) {
        expression.fieldNames().forEachRemaining(functions::add);
        expression.forEach(part -> addFunctions(part, functions));
    }

    /** @throws InvalidParameterException with every assertion that does not hold */
    void check(ObjectNode section) {
        var violations = new ArrayList<Violation>();
        section.properties().forEach(rule -> check(rule.getKey(), rule.getValue(), violations));
        // What is wrong with the template itself is reported with all that is.
        if (!violations.isEmpty() && !problems.areWithin("Rules") && !problems.areWithin("Parameters")) {
            throw new InvalidParameterException(
                    violations.stream()
                            .map(each -> each.sentence(names.parameters()))
                            .toList(),
                    violations.stream()
                            .map(each -> each.description().orElse("Rule " + each.rule() + " does not hold"))
                            .distinct()
                            .collect(Collectors.joining("; ")));
        }
    }

    private void check(String name, JsonNode declaration, List<Violation> violations) {
        String path = "Rules." + name;
        var rule = Properties.of(declaration, path, Set.of("RuleCondition", "Assertions"), problems);
        JsonNode condition = rule.at("RuleCondition");
        boolean applies = condition.isMissingNode() || holds(condition, path + ".RuleCondition");
        JsonNode assertions = rule.at("Assertions");
        if (!assertions.isArray() || assertions.isEmpty()) {
            problems.add(path + ".Assertions", "must be a list of assertions");
            return;
        }
        for (int i = 0; i < assertions.size(); i++) {
            String at = path + ".Assertions." + i;
            var assertion = Properties.of(assertions.get(i), at, Set.of("Assert", "AssertDescription"), problems);
            boolean holds = holds(assertion.at("Assert"), at + ".Assert");
            Optional<String> description = assertion.text("AssertDescription");
            if (applies && !holds) {
                violations.add(new Violation(name, description, parameters(condition, assertion.at("Assert"))));
            }
        }
    }

    private Set<String> parameters(JsonNode condition, JsonNode assertion) {
        var named = new LinkedHashSet<>(condition.findValuesAsText("Ref"));
        named.addAll(assertion.findValuesAsText("Ref"));
        named.retainAll(names.parameters().keySet());
        return named;
    }

    private boolean holds(JsonNode expression, String path) {
        String function = expression.isObject() && expression.size() == 1
                ? expression.fieldNames().next()
                : "";
        if (!CONDITIONS.contains(function)) {
            return refused(
                    path,
                    OF_RESOURCES.contains(function)
                            ? function + " is not supported by the local AWS"
                            : "must be one of " + String.join(", ", CONDITIONS));
        }
        JsonNode arguments = expression.get(function);
        String at = path + "." + function;
        return switch (function) {
            case "Fn::And" -> !each(arguments, at, 2, MOST_CONDITIONS).contains(false);
            case "Fn::Or" -> each(arguments, at, 2, MOST_CONDITIONS).contains(true);
            case "Fn::Not" -> each(arguments, at, 1, 1).contains(false);
            default ->
                arguments.isArray() && arguments.size() == 2
                        ? compare(function, arguments, at)
                        : refused(at, "must be a list of two");
        };
    }

    private boolean compare(String function, JsonNode arguments, String path) {
        JsonNode first = arguments.get(0);
        JsonNode second = arguments.get(1);
        return switch (function) {
            case "Fn::Equals" -> text(first, path + ".0").equals(text(second, path + ".1"));
            case "Fn::Contains" -> texts(first, path + ".0").contains(text(second, path + ".1"));
            case "Fn::EachMemberEquals" -> Set.of(text(second, path + ".1")).containsAll(texts(first, path + ".0"));
            default -> texts(second, path + ".1").containsAll(texts(first, path + ".0"));
        };
    }

    /** All of them are read, so that everything wrong with them is found. */
    private List<Boolean> each(JsonNode conditions, String path, int least, int most) {
        var each = new ArrayList<Boolean>();
        if (!conditions.isArray() || conditions.size() < least || conditions.size() > most) {
            refused(path, "must be a list of " + (most == 1 ? "one condition" : least + " to " + most + " conditions"));
            return each;
        }
        for (int i = 0; i < conditions.size(); i++) {
            each.add(holds(conditions.get(i), path + "." + i));
        }
        return each;
    }

    private List<String> texts(JsonNode list, String path) {
        var texts = new ArrayList<String>();
        if (!list.isArray()) {
            refused(path, "must be a list of texts");
        }
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            texts.add(text(list.get(i), path + "." + i));
        }
        return texts;
    }

    private String text(JsonNode value, String path) {
        if (value.isValueNode() && !value.isNull()) {
            return value.asText();
        }
        String name = value.size() == 1 ? value.path("Ref").asText() : "";
        Optional<String> found = name.isEmpty() ? Optional.empty() : names.ref(name);
        if (found.isEmpty() && (name.isEmpty() || !problems.areWithin("Parameters." + name))) {
            refused(
                    path,
                    name.isEmpty()
                            ? "must be a text, or Ref and a parameter"
                            : "there is no parameter " + name + "."
                                    + Nearest.hint(
                                            name,
                                            names.parameters().keySet().stream().toList()));
        }
        return found.orElse("");
    }

    private boolean refused(String path, String what) {
        if (!problems.areWithin(path)) {
            problems.add(path, what);
        }
        return false;
    }
}
