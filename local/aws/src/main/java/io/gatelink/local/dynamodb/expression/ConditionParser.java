package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.expression.Operand.Call;
import io.gatelink.local.dynamodb.expression.Operand.Literal;
import io.gatelink.local.dynamodb.expression.SemanticErrors.Kind;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValue.S;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parses ConditionExpression, FilterExpression and KeyConditionExpression, which have one grammar.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">
 *     Syntax for filter and condition expressions</a>
 */
public final class ConditionParser extends ExpressionParser {

    private static final Map<String, Integer> FUNCTIONS = Map.of(
            "attribute_exists",
            1,
            "attribute_not_exists",
            1,
            "attribute_type",
            2,
            "begins_with",
            2,
            "contains",
            2,
            "size",
            1);
    private static final Set<String> COMPARATORS = Set.of("=", "<>", "<", "<=", ">", ">=");
    private static final Set<String> TYPES = Set.of("S", "N", "B", "NULL", "SS", "BOOL", "L", "BS", "NS", "M");
    private static final int MOST_ALTERNATIVES = 100;
    private static final int DEEPEST = 300;

    private int closedFrom = -1;
    private int closedTo = -1;
    private int depth;

    private ConditionParser(Tokens tokens, Substitutions substitutions) {
        super(tokens, substitutions, Set.of("AND", "OR", "NOT", "BETWEEN", "IN"));
    }

    /**
     * Parses and checks an expression.
     *
     * @param expression which one it is, e.g. {@code ConditionExpression}
     * @throws AwsException ValidationException, with AWS's text
     */
    public static Condition parse(String expression, String text, Substitutions substitutions) {
        return new ConditionParser(new Tokens(expression, text), substitutions).parse();
    }

    private Condition parse() {
        Condition condition = condition(or());
        tokens.requireEnd();
        settle();
        throwFirst(
                Kind.REDUNDANT_PARENTHESES,
                Kind.UNKNOWN_FUNCTION,
                Kind.MISUSED_FUNCTION,
                Kind.RESERVED_WORD,
                Kind.CONDITION);
        return condition;
    }

    private Node or() {
        Node left = and();
        while (tokens.skipWord("OR")) {
            left = new Condition.Or(condition(left), condition(and()));
        }
        return left;
    }

    private Node and() {
        Node left = not();
        while (tokens.skipWord("AND")) {
            left = new Condition.And(condition(left), condition(not()));
        }
        return left;
    }

    private Node not() {
        if (++depth > DEEPEST) {
            throw tokens.invalid("The expression contains too many operators;");
        }
        Node node = tokens.skipWord("NOT") ? new Condition.Not(condition(not())) : comparison();
        depth--;
        return node;
    }

    private Node comparison() {
        Node first = primary();
        if (!(first instanceof Operand left)) {
            return first;
        }
        if (tokens.peek().kind() == Tokens.Kind.SYMBOL
                && COMPARATORS.contains(tokens.peek().text())) {
            String operator = tokens.next().text();
            return compared(left, operator, operand());
        }
        if (tokens.skipWord("BETWEEN")) {
            Operand lower = operand();
            if (!tokens.skipWord("AND")) {
                throw tokens.syntaxError();
            }
            return between(left, lower, operand());
        }
        if (tokens.skipWord("IN")) {
            List<Operand> list = arguments(this::operand);
            usable(left);
            list.forEach(this::usable);
            if (list.size() > MOST_ALTERNATIVES) {
                findings.add(
                        Kind.NUMBER_OF_OPERANDS,
                        "Incorrect number of operands for operator or function; "
                                + "operator or function: IN, number of operands: " + list.size());
            }
            settle();
            return new Condition.In(left, list);
        }
        return first;
    }

    /** Something in parentheses, or an operand. */
    private Node primary() {
        int from = tokens.position();
        if (!tokens.skipSymbol("(")) {
            return simple();
        }
        boolean twice = tokens.peek().isSymbol("(");
        Node inner = or();
        boolean redundant = twice && closedFrom == from + 1 && closedTo == tokens.position();
        tokens.requireSymbol(")");
        if (redundant) {
            findings.add(Kind.REDUNDANT_PARENTHESES, "The expression has redundant parentheses;");
        }
        closedFrom = from;
        closedTo = tokens.position();
        return inner;
    }

    private Operand operand() {
        if (primary() instanceof Operand operand) {
            return operand;
        }
        throw tokens.syntaxError();
    }

    private Operand simple() {
        if (tokens.peek().kind() == Tokens.Kind.VALUE) {
            return new Literal(value());
        }
        return isCall() ? call() : new Operand.Path(path());
    }

    private Call call() {
        String name = tokens.next().text();
        var call = new Call(name, arguments(this::operand));
        call.arguments().forEach(this::usable);
        if (!FUNCTIONS.containsKey(name)) {
            findings.add(Kind.UNKNOWN_FUNCTION, "Invalid function name; function: " + name);
            return call;
        }
        requireOperands(call, FUNCTIONS.get(name));
        if (call.arguments().size() == FUNCTIONS.get(name)) {
            distinct(name, call.arguments());
            check(call);
        }
        return call;
    }

    private void check(Call call) {
        List<Operand> arguments = call.arguments();
        switch (call.name()) {
            case "attribute_exists", "attribute_not_exists" -> requirePath(call);
            case "begins_with" ->
                arguments.stream()
                        .map(ConditionParser::typeOf)
                        .filter(type -> type != null && !type.equals("S") && !type.equals("B"))
                        .findFirst()
                        .ifPresent(type -> wrongOperand("begins_with", type));
            case "attribute_type" -> {
                if (!(arguments.get(1) instanceof Literal literal)) {
                    wrongOperand("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
                } else if (!(literal.value() instanceof S type)) {
                    wrongOperand("attribute_type", literal.value().type());
                } else if (!TYPES.contains(type.value())) {
                    findings.add(
                            Kind.OPERAND_TYPE,
                            "Invalid attribute type name found; type: " + type.value()
                                    + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
                }
            }
            case "size" -> {
                String type = typeOf(arguments.get(0));
                if (type != null && Set.of("N", "BOOL", "NULL").contains(type)) {
                    wrongOperand("size", type);
                }
            }
            default -> {
                // contains takes anything.
            }
        }
    }

    private Condition compared(Operand left, String operator, Operand right) {
        usable(left);
        usable(right);
        distinct(operator, List.of(left, right));
        if (!operator.equals("=") && !operator.equals("<>")) {
            for (Operand each : List.of(left, right)) {
                String type = typeOf(each);
                if (type != null && !Set.of("S", "N", "B").contains(type)) {
                    findings.add(
                            Kind.OPERAND_TYPE,
                            "Incorrect operand type for operator or function; operator: "
                                    + operator
                                    + ", operand type: " + type);
                }
            }
        }
        settle();
        return new Condition.Comparison(left, operator, right);
    }

    private Condition between(Operand operand, Operand lower, Operand upper) {
        List.of(operand, lower, upper).forEach(this::usable);
        if (lower instanceof Literal from && upper instanceof Literal to) {
            String problem = null;
            if (!from.value().type().equals(to.value().type())) {
                problem = "requires same data type for lower and upper bounds";
            } else if (AttributeValue.areComparable(from.value(), to.value())
                    && AttributeValue.compare(from.value(), to.value()) > 0) {
                problem = "requires upper bound to be greater than or equal to lower bound";
            }
            if (problem != null) {
                findings.add(
                        Kind.OPERAND_TYPE,
                        "The BETWEEN operator " + problem + "; lower bound operand: "
                                + "AttributeValue: "
                                + shown(from.value()) + ", upper bound operand: AttributeValue: " + shown(to.value()));
            }
        }
        settle();
        return new Condition.Between(operand, lower, upper);
    }

    private static String shown(AttributeValue value) {
        String text = value instanceof S string
                ? string.value()
                : value instanceof AttributeValue.N number
                        ? number.value().toPlainString()
                        : value instanceof AttributeValue.B binary ? binary.base64() : "...";
        return "{" + value.type() + ":" + text + "}";
    }

    /** Only {@code size} gives a value that something can be done with. */
    private void usable(Operand operand) {
        if (operand instanceof Call call && !call.name().equals("size")) {
            misused(call);
        }
    }

    private void misused(Call call) {
        findings.add(
                Kind.MISUSED_FUNCTION,
                "The function is not allowed to be used this way in an expression; function: " + call.name());
    }

    private void distinct(String operator, List<Operand> operands) {
        if (operands.size() == 2 && operands.get(0) instanceof Operand.Path first && first.equals(operands.get(1))) {
            findings.add(
                    Kind.NOT_DISTINCT,
                    "The first operand must be distinct from the remaining operands for this "
                            + "operator or function; operator: " + operator + ", first operand: " + first.path());
        }
    }

    /** A node where a condition has to be. */
    private Condition condition(Node node) {
        if (node instanceof Condition condition) {
            return condition;
        }
        if (!(node instanceof Call call)) {
            throw tokens.syntaxError();
        }
        if (call.name().equals("size")) {
            misused(call);
        }
        settle();
        return new Condition.Predicate(call);
    }

    /** Of conditions that are wrong, the first is reported, whatever is wrong with it. */
    private void settle() {
        findings.first(
                        Kind.UNDEFINED_NAME,
                        Kind.UNDEFINED_VALUE,
                        Kind.NUMBER_OF_OPERANDS,
                        Kind.NOT_DISTINCT,
                        Kind.OPERAND_TYPE)
                .ifPresent(message -> findings.add(Kind.CONDITION, message));
    }

    private static String typeOf(Operand operand) {
        if (operand instanceof Call call) {
            return call.name().equals("size") ? "N" : "BOOL";
        }
        return type(operand);
    }
}
