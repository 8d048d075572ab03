package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.dynamodb.expression.SemanticErrors.Kind;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.DocumentPath;
import io.gatelink.local.dynamodb.item.DocumentPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What the parsers of all expressions have in common: paths and placeholders. */
abstract class ExpressionParser {

    final Tokens tokens;
    final SemanticErrors findings = new SemanticErrors();
    private final Substitutions substitutions;
    private final Set<String> keywords;

    /** @param keywords in upper case: the words that cannot be names here even before their meaning is looked at */
    ExpressionParser(Tokens tokens, Substitutions substitutions, Set<String> keywords) {
        this.tokens = tokens;
        this.substitutions = substitutions;
        this.keywords = keywords;
    }

    DocumentPath path() {
        var steps = new ArrayList<Step>();
        steps.add(Step.to(name()));
        while (true) {
            if (tokens.skipSymbol(".")) {
                steps.add(Step.to(name()));
            } else if (tokens.skipSymbol("[")) {
                steps.add(Step.to(index()));
                tokens.requireSymbol("]");
            } else {
                return new DocumentPath(steps);
            }
        }
    }

    AttributeValue value() {
        Tokens.Token token = tokens.peek();
        if (token.kind() != Tokens.Kind.VALUE) {
            throw tokens.syntaxError();
        }
        tokens.next();
        AttributeValue value = substitutions.value(token.text());
        if (value == null) {
            findings.add(
                    Kind.UNDEFINED_VALUE,
                    "An expression attribute value used in expression is not defined; attribute value: "
                            + token.text());
            return new AttributeValue.NULL();
        }
        return value;
    }

    /** Whether a function is called here. */
    boolean isCall() {
        return tokens.peek().kind() == Tokens.Kind.WORD
                && !isKeyword(tokens.peek())
                && tokens.peekNext().isSymbol("(");
    }

    /** Its type; {@code null} if that depends on the item. */
    static String type(Operand operand) {
        return operand instanceof Operand.Literal literal ? literal.value().type() : null;
    }

    void requireOperands(Operand.Call call, int number) {
        if (call.arguments().size() != number) {
            findings.add(
                    Kind.NUMBER_OF_OPERANDS,
                    "Incorrect number of operands for operator or function; operator or "
                            + "function: "
                            + call.name() + ", number of operands: "
                            + call.arguments().size());
        }
    }

    void requirePath(Operand.Call call) {
        if (!(call.arguments().get(0) instanceof Operand.Path)) {
            findings.add(
                    Kind.OPERAND_TYPE,
                    "Operator or function requires a document path; operator or function: " + call.name());
        }
    }

    void wrongOperand(String function, String type) {
        findings.add(
                Kind.OPERAND_TYPE,
                "Incorrect operand type for operator or function; operator or function: "
                        + function
                        + ", operand type: " + type);
    }

    void throwFirst(Kind... order) {
        findings.first(order).ifPresent(message -> {
            throw tokens.invalid(message);
        });
    }

    List<Operand> arguments(Supplier<Operand> argument) {
        var arguments = new ArrayList<Operand>();
        tokens.requireSymbol("(");
        do {
            arguments.add(argument.get());
        } while (tokens.skipSymbol(","));
        tokens.requireSymbol(")");
        return arguments;
    }

    private String name() {
        Tokens.Token token = tokens.peek();
        if (token.kind() == Tokens.Kind.NAME) {
            tokens.next();
            String name = substitutions.name(token.text());
            if (name == null) {
                findings.add(
                        Kind.UNDEFINED_NAME,
                        "An expression attribute name used in the document path is not " + "defined; attribute name: "
                                + token.text());
                return token.text();
            }
            return name;
        }
        if (token.kind() != Tokens.Kind.WORD || isKeyword(token)) {
            throw tokens.syntaxError();
        }
        tokens.next();
        if (ReservedWords.contain(token.text())) {
            findings.add(Kind.RESERVED_WORD, "Attribute name is a reserved keyword; reserved keyword: " + token.text());
        }
        return token.text();
    }

    private int index() {
        Tokens.Token token = tokens.peek();
        if (token.kind() != Tokens.Kind.NUMBER || token.text().length() > 9) {
            throw tokens.syntaxError();
        }
        tokens.next();
        return Integer.parseInt(token.text());
    }

    private boolean isKeyword(Tokens.Token token) {
        return keywords.stream().anyMatch(token::isWord);
    }
}
