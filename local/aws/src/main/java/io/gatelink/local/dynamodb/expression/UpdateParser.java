package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.dynamodb.expression.Operand.Call;
import io.gatelink.local.dynamodb.expression.Operand.Literal;
import io.gatelink.local.dynamodb.expression.SemanticErrors.Kind;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.DocumentPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses an {@link UpdateExpression}. */
final class UpdateParser extends ExpressionParser {

    private static final Set<String> SECTIONS = Set.of("SET", "REMOVE", "ADD", "DELETE");
    private static final Map<String, String> LONG_TYPES = Map.of(
            "S", "STRING", "N", "NUMBER", "B", "BINARY", "NULL", "NULL", "BOOL", "BOOLEAN", "L", "LIST", "M", "MAP");

    private final List<UpdateExpression.Action> actions = new ArrayList<>();
    private final Set<String> sections = new HashSet<>();

    private UpdateParser(Tokens tokens, Substitutions substitutions) {
        super(tokens, substitutions, SECTIONS);
    }

    static UpdateExpression parse(String text, Substitutions substitutions) {
        return new UpdateParser(new Tokens("UpdateExpression", text), substitutions).parse();
    }

    private UpdateExpression parse() {
        do {
            section();
        } while (tokens.peek().kind() != Tokens.Kind.END);
        throwFirst(
                Kind.RESERVED_WORD,
                Kind.UNKNOWN_FUNCTION,
                Kind.REPEATED_SECTION,
                Kind.UNDEFINED_NAME,
                Kind.UNDEFINED_VALUE,
                Kind.PATHS_OVERLAP,
                Kind.PATHS_CONFLICT,
                Kind.OPERAND_OF_SECTION,
                Kind.NUMBER_OF_OPERANDS,
                Kind.OPERAND_TYPE);
        return new UpdateExpression(actions);
    }

    private void section() {
        String section =
                SECTIONS.stream().filter(tokens.peek()::isWord).findFirst().orElseThrow(tokens::syntaxError);
        tokens.next();
        if (!sections.add(section)) {
            findings.add(
                    Kind.REPEATED_SECTION,
                    "The \"" + section + "\" section can only be used once in an update expression;");
        }
        do {
            DocumentPath path = path();
            actions.forEach(other -> Overlaps.check(other.path(), path, findings));
            actions.add(action(section, path));
        } while (tokens.skipSymbol(","));
    }

    private UpdateExpression.Action action(String section, DocumentPath path) {
        return switch (section) {
            case "SET" -> {
                tokens.requireSymbol("=");
                yield new UpdateExpression.Set(path, sum());
            }
            case "REMOVE" -> new UpdateExpression.Remove(path);
            case "ADD" -> new UpdateExpression.Add(path, value(section));
            default -> new UpdateExpression.Delete(path, value(section));
        };
    }

    private AttributeValue value(String section) {
        AttributeValue value = value();
        String type = LONG_TYPES.get(value.type());
        if (type != null && !(section.equals("ADD") && value instanceof AttributeValue.N)) {
            findings.add(
                    Kind.OPERAND_OF_SECTION,
                    "Incorrect operand type for operator or function; operator: "
                            + section
                            + ", operand type: " + type);
        }
        return value;
    }

    private Operand sum() {
        if (tokens.peek().isSymbol("(")) {
            tokens.next();
            Operand inner = sum();
            tokens.requireSymbol(")");
            return tokens.peek().isSymbol("+") || tokens.peek().isSymbol("-") ? arithmetic(inner) : inner;
        }
        Operand left = operand();
        return tokens.peek().isSymbol("+") || tokens.peek().isSymbol("-") ? arithmetic(left) : left;
    }

    private Operand arithmetic(Operand left) {
        if (left instanceof Operand.Arithmetic) {
            throw tokens.syntaxError();
        }
        String operator = tokens.next().text();
        Operand right = operand();
        for (Operand each : List.of(left, right)) {
            String type = each instanceof Call call && call.name().equals("list_append") ? "L" : type(each);
            if (type != null && !type.equals("N")) {
                wrongOperand(operator, type);
            }
        }
        return new Operand.Arithmetic(left, operator.equals("-"), right);
    }

    private Operand operand() {
        if (tokens.skipSymbol("(")) {
            Operand inner = operand();
            tokens.requireSymbol(")");
            return inner;
        }
        if (tokens.peek().kind() == Tokens.Kind.VALUE) {
            return new Literal(value());
        }
        return isCall() ? call() : new Operand.Path(path());
    }

    private Call call() {
        String name = tokens.next().text();
        var call = new Call(name, arguments(this::operand));
        if (!name.equals("if_not_exists") && !name.equals("list_append")) {
            findings.add(Kind.UNKNOWN_FUNCTION, "Invalid function name; function: " + name);
            return call;
        }
        requireOperands(call, 2);
        if (call.arguments().size() == 2 && name.equals("if_not_exists")) {
            requirePath(call);
        } else if (call.arguments().size() == 2) {
            call.arguments().stream()
                    .map(ExpressionParser::type)
                    .filter(type -> type != null && !type.equals("L"))
                    .findFirst()
                    .ifPresent(type -> wrongOperand(name, type));
        }
        return call;
    }
}
