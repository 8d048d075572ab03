package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.expression.Condition.And;
import io.gatelink.local.dynamodb.expression.Condition.Between;
import io.gatelink.local.dynamodb.expression.Condition.Comparison;
import io.gatelink.local.dynamodb.expression.Condition.In;
import io.gatelink.local.dynamodb.expression.Condition.Not;
import io.gatelink.local.dynamodb.expression.Condition.Or;
import io.gatelink.local.dynamodb.expression.Condition.Predicate;
import io.gatelink.local.dynamodb.expression.Operand.Call;
import io.gatelink.local.dynamodb.expression.Operand.Literal;
import io.gatelink.local.dynamodb.expression.Operand.Path;
import io.gatelink.local.dynamodb.item.AttributeValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One term of a key condition: what it asks of one attribute.
 *
 * @param value the value that it compares the attribute with; with BETWEEN, the lower one
 */
public record KeyTerm(String attribute, Condition condition, AttributeValue value) {

    /** Whether it asks for one value. */
    public boolean isEquality() {
        return condition instanceof Comparison comparison
                && comparison.operator().equals("=");
    }

    /** @throws AwsException ValidationException, if it cannot be a key condition */
    public static List<KeyTerm> of(Condition expression) {
        var terms = new ArrayList<KeyTerm>();
        collect(expression, terms);
        var names = new HashSet<String>();
        if (!terms.stream().map(KeyTerm::attribute).allMatch(names::add)) {
            throw invalid("KeyConditionExpressions must only contain one condition per key");
        }
        return terms;
    }

    /** The names of all attributes that a condition looks at. */
    public static Set<String> attributes(Condition condition) {
        var names = new LinkedHashSet<String>();
        addNames(condition, names);
        return names;
    }

    private static void collect(Condition expression, List<KeyTerm> terms) {
        if (expression instanceof And and) {
            collect(and.left(), terms);
            collect(and.right(), terms);
        } else if (expression instanceof Comparison comparison
                && !comparison.operator().equals("<>")) {
            terms.add(term(expression, List.of(comparison.left(), comparison.right())));
        } else if (expression instanceof Between between) {
            requireFirst("BETWEEN", between.operand());
            terms.add(term(expression, List.of(between.operand(), between.lower(), between.upper())));
        } else if (expression instanceof Predicate predicate
                && predicate.call().name().equals("begins_with")) {
            requireFirst("begins_with", predicate.call().arguments().get(0));
            terms.add(term(expression, predicate.call().arguments()));
        } else {
            throw invalid("Invalid operator used in KeyConditionExpression: "
                    + (expression instanceof Or
                            ? "OR"
                            : expression instanceof Not
                                    ? "NOT"
                                    : expression instanceof In
                                            ? "IN"
                                            : expression instanceof Predicate predicate
                                                    ? predicate.call().name()
                                                    : "<>"));
        }
    }

    private static KeyTerm term(Condition condition, List<Operand> operands) {
        if (operands.stream().anyMatch(Call.class::isInstance)) {
            throw invalid("KeyConditionExpressions cannot contain nested operations");
        }
        List<Path> paths = operands.stream()
                .filter(Path.class::isInstance)
                .map(Path.class::cast)
                .toList();
        if (paths.size() > 1) {
            throw invalid(
                    "Invalid condition in KeyConditionExpression: Multiple attribute names used in one " + "condition");
        }
        if (paths.isEmpty()) {
            throw invalid("Invalid condition in KeyConditionExpression: No key attribute specified");
        }
        if (paths.get(0).path().steps().size() > 1) {
            throw invalid("KeyConditionExpressions cannot have conditions on nested attributes");
        }
        AttributeValue value = operands.stream()
                .filter(Literal.class::isInstance)
                .map(each -> ((Literal) each).value())
                .findFirst()
                .orElseThrow();
        return new KeyTerm(paths.get(0).path().attribute(), condition, value);
    }

    private static void requireFirst(String operator, Operand first) {
        if (!(first instanceof Path)) {
            throw invalid("Invalid condition in KeyConditionExpression: " + operator
                    + " operator must have the key attribute as its first operand");
        }
    }

    private static void addNames(Condition condition, Set<String> names) {
        if (condition instanceof And and) {
            addNames(and.left(), names);
            addNames(and.right(), names);
        } else if (condition instanceof Or or) {
            addNames(or.left(), names);
            addNames(or.right(), names);
        } else if (condition instanceof Not not) {
            addNames(not.condition(), names);
        } else if (condition instanceof Comparison comparison) {
            addNames(List.of(comparison.left(), comparison.right()), names);
        } else if (condition instanceof Between between) {
            addNames(List.of(between.operand(), between.lower(), between.upper()), names);
        } else if (condition instanceof In in) {
            addNames(List.of(in.operand()), names);
            addNames(in.list(), names);
        } else if (condition instanceof Predicate predicate) {
            addNames(predicate.call().arguments(), names);
        }
    }

    private static void addNames(List<Operand> operands, Set<String> names) {
        for (Operand operand : operands) {
            if (operand instanceof Path path) {
                names.add(path.path().attribute());
            } else if (operand instanceof Call call) {
                addNames(call.arguments(), names);
            }
        }
    }

    private static AwsException invalid(String message) {
        return new AwsException("ValidationException", 400, message);
    }
}
