package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.core.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An expression's tokens, read one after the other. */
final class Tokens {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*+(?:([A-Za-z][A-Za-z0-9_]*+)|(#[A-Za-z0-9_]++)|(:[A-Za-z0-9_]++)"
                    + "|([0-9]++)|(<=|>=|<>|[=<>()\\[\\],.+-])|(\\S))");

    private static final Kind[] KINDS = Kind.values();

    private static final int MOST_BYTES = 4096;
    private static final int MOST_OPERATORS = 300;

    private final String expression;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    /** @param expression which one it is, e.g. {@code UpdateExpression} */
    Tokens(String expression, String text) {
        this.expression = expression;
        this.text = text;
        if (text.isEmpty()) {
            throw invalid("The expression can not be empty;");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw invalid("Expression size has exceeded the maximum allowed size;");
        }
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            end = matcher.end();
            tokens.add(new Token(kind(matcher), matcher.group().trim(), end));
        }
        if (tokens.stream().filter(token -> token.isSymbol("(")).count() > MOST_OPERATORS) {
            throw invalid("The expression contains too many operators;");
        }
        tokens.add(new Token(Kind.END, "<EOF>", text.length()));
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Kind.WRONG) {
                position = i;
                throw syntaxError();
            }
        }
    }

    /** In the order of the pattern's groups, and the end. */
    enum Kind {
        WORD,
        NAME,
        VALUE,
        NUMBER,
        SYMBOL,
        WRONG,
        END
    }

    /** @param end where it ends in the text */
    record Token(Kind kind, String text, int end) {

        boolean isWord(String word) {
            return kind == Kind.WORD && text.equalsIgnoreCase(word);
        }

        boolean isSymbol(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }
    }

    Token peek() {
        return tokens.get(position);
    }

    Token peekNext() {
        return tokens.get(Math.min(position + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            position++;
        }
        return token;
    }

    /** How many were read. */
    int position() {
        return position;
    }

    boolean skipSymbol(String symbol) {
        return skipIf(peek().isSymbol(symbol));
    }

    boolean skipWord(String word) {
        return skipIf(peek().isWord(word));
    }

    void requireSymbol(String symbol) {
        if (!skipSymbol(symbol)) {
            throw syntaxError();
        }
    }

    void requireEnd() {
        if (peek().kind() != Kind.END) {
            throw syntaxError();
        }
    }

    /** That the next token is not expected here. */
    AwsException syntaxError() {
        int first = Math.max(position - 1, 0);
        int last = Math.min(position + 1, tokens.size() - 1);
        int start = tokens.get(first).kind() == Kind.END
                ? 0
                : tokens.get(first).end() - tokens.get(first).text().length();
        return invalid("Syntax error; token: \"" + peek().text() + "\", near: \""
                + text.substring(start, tokens.get(last).end()).trim() + "\"");
    }

    AwsException invalid(String message) {
        return new AwsException("ValidationException", 400, "Invalid " + expression + ": " + message);
    }

    private boolean skipIf(boolean found) {
        if (found) {
            position++;
        }
        return found;
    }

    private static Kind kind(Matcher matcher) {
        int group = 1;
        while (matcher.start(group) < 0) {
            group++;
        }
        return KINDS[group - 1];
    }
}
