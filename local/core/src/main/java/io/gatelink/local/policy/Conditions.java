package io.gatelink.local.policy;

import io.gatelink.local.policy.ConditionOperator.Quantifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * Evaluates the conditions of a statement.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html">
 *     Conditions with multiple context keys or values</a>
 */
final class Conditions {

    /** By their names, of which there are only so many. */
    private static final Map<String, ConditionOperator> OPERATORS = new ConcurrentHashMap<>();

    private Conditions() {}

    /** Whether every operator holds for each of its keys. */
    static boolean hold(Map<String, Map<String, List<String>>> conditions, Map<String, List<String>> context) {
        return conditions.entrySet().stream().allMatch(condition -> {
            ConditionOperator operator =
                    OPERATORS.computeIfAbsent(condition.getKey(), name -> ConditionOperator.parse(name)
                            .orElseThrow(() -> new IllegalArgumentException("Unknown condition operator " + name)));
            return condition.getValue().entrySet().stream()
                    .allMatch(key -> holds(operator, key.getValue(), context.getOrDefault(key.getKey(), List.of())));
        });
    }

    private static boolean holds(ConditionOperator operator, List<String> wanted, List<String> actual) {
        if (operator.comparison().equals("Null")) {
            return wanted.stream().anyMatch(value -> Boolean.parseBoolean(value) == actual.isEmpty());
        }
        boolean negated = operator.comparison().contains("Not");
        if (actual.isEmpty()) {
            return operator.ifExists()
                    || operator.quantifier() == Quantifier.ALL
                    || negated && operator.quantifier() == Quantifier.SINGLE;
        }
        BiPredicate<String, String> comparison =
                comparison(operator.comparison().replace("Not", ""));
        boolean all = operator.quantifier() == Quantifier.ALL || negated && operator.quantifier() == Quantifier.SINGLE;
        var matches = actual.stream()
                .map(value -> negated != wanted.stream().anyMatch(pattern -> comparison.test(pattern, value)));
        return all ? matches.allMatch(Boolean::booleanValue) : matches.anyMatch(Boolean::booleanValue);
    }

    private static BiPredicate<String, String> comparison(String name) {
        return switch (name) {
            case "StringEquals" -> (wanted, value) -> Wildcards.literal(wanted).equals(value);
            case "StringLike" -> Wildcards::match;
            case "ArnEquals", "ArnLike" -> Wildcards::matchArn;
            case "IpAddress" -> IpRanges::contains;
            case "Bool" -> String::equalsIgnoreCase;
            default -> throw new IllegalArgumentException("Unknown comparison " + name);
        };
    }
}
