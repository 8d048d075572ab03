package io.gatelink.local.states.validation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which fields each type of state has in the JSONata dialect.
 *
 * @see <a href="https://states-language.net/spec.html#state-type-table">Amazon States Language: state types</a>
 */
final class StateFields {

    private static final Map<String, List<String>> BY_TYPE = new LinkedHashMap<>();
    private static final Set<String> ANY = new LinkedHashSet<>();
    private static final Map<String, String> REFUSED = new LinkedHashMap<>();
    private static final Map<String, String> REFUSED_IN_RULES = new LinkedHashMap<>();
    private static final List<String> RULE = List.of("Condition", "Next", "Output", "Assign", "Comment");

    static {
        type(
                "Task",
                "Resource",
                "Arguments",
                "Output",
                "Assign",
                "TimeoutSeconds",
                "HeartbeatSeconds",
                "Retry",
                "Catch",
                "Next",
                "End");
        type("Pass", "Output", "Assign", "Next", "End");
        type("Choice", "Choices", "Default", "Output", "Assign");
        type("Wait", "Seconds", "Timestamp", "Output", "Assign", "Next", "End");
        type("Succeed", "Output");
        type("Fail", "Error", "Cause");
        type("Parallel", "Branches", "Arguments", "Output", "Assign", "Retry", "Catch", "Next", "End");
        type(
                "Map",
                "ItemProcessor",
                "Items",
                "ItemSelector",
                "MaxConcurrency",
                "Output",
                "Assign",
                "Retry",
                "Catch",
                "Next",
                "End");
        BY_TYPE.values().forEach(ANY::addAll);

        jsonPath("Parameters", "Arguments");
        jsonPath("InputPath", "Arguments");
        for (String field : List.of("OutputPath", "Result", "ResultPath", "ResultSelector")) {
            jsonPath(field, "Output");
        }
        for (String field : List.of(
                "Items",
                "Seconds",
                "Timestamp",
                "TimeoutSeconds",
                "HeartbeatSeconds",
                "Error",
                "Cause",
                "MaxConcurrency")) {
            jsonPath(field + "Path", field);
        }
        REFUSED.put("Iterator", "is deprecated; use ItemProcessor.");
        for (String field : List.of(
                "ItemReader",
                "ItemBatcher",
                "ResultWriter",
                "Label",
                "ToleratedFailureCount",
                "ToleratedFailurePercentage")) {
            REFUSED.put(field, "belongs to distributed maps, which the local AWS does not support.");
        }
        REFUSED.put("Credentials", "is not supported by the local AWS; remove it.");
        for (String operator : List.of("Variable", "And", "Or", "Not")) {
            REFUSED_IN_RULES.put(operator, "belongs to JSONPath; in JSONata, use Condition.");
        }
    }

    private StateFields() {}

    static Collection<String> types() {
        return BY_TYPE.keySet();
    }

    static void check(Fields state, String type) {
        state.checkNames("a " + type + " state", BY_TYPE.get(type), REFUSED, ANY);
    }

    static void checkChoiceRule(Fields rule) {
        rule.checkNames("a rule", RULE, REFUSED_IN_RULES, ANY);
    }

    private static void type(String type, String... fields) {
        var all = new ArrayList<>(List.of("Type", "Comment", "QueryLanguage"));
        all.addAll(List.of(fields));
        BY_TYPE.put(type, all);
    }

    private static void jsonPath(String field, String instead) {
        REFUSED.put(field, "belongs to JSONPath; in JSONata, use " + instead + ".");
    }
}
