package io.gatelink.local.states.query;

import java.util.LinkedHashSet;
import java.util.Set;

/** Looks at an expression's text, as far as the library's own parser does not show what it found. */
final class ExpressionText {

    private static final String BEFORE_A_REGEX = "(,=:[?{&|>~;!<+-*%^";

    private final String source;
    private final Set<String> variables = new LinkedHashSet<>();
    private boolean regex;
    private int position;

    private ExpressionText(String source) {
        this.source = source;
    }

    static ExpressionText of(String source) {
        var text = new ExpressionText(source);
        text.scan();
        return text;
    }

    /** The names after a dollar sign, outside string literals, quoted names, comments and regular expressions. */
    Set<String> variables() {
        return variables;
    }

    boolean hasRegex() {
        return regex;
    }

    private void scan() {
        char before = '(';
        while (position < source.length()) {
            char c = source.charAt(position);
            if (c == '"' || c == '\'' || c == '`') {
                skipPast(c, c != '`');
            } else if (source.startsWith("/*", position)) {
                int end = source.indexOf("*/", position + 2);
                position = end < 0 ? source.length() : end + 2;
                continue;
            } else if (c == '/' && BEFORE_A_REGEX.indexOf(before) >= 0) {
                regex = true;
                skipPast('/', true);
            } else if (c == '$') {
                variables.add(name());
            } else {
                position++;
            }
            if (!Character.isWhitespace(c)) {
                before = c;
            }
        }
    }

    private void skipPast(char end, boolean escapes) {
        position++;
        while (position < source.length()) {
            char c = source.charAt(position++);
            if (c == end) {
                return;
            }
            if (escapes && c == '\\') {
                position++;
            }
        }
    }

    private String name() {
        int start = ++position;
        while (position < source.length() && Character.isUnicodeIdentifierPart(source.charAt(position))) {
            position++;
        }
        return source.substring(start, position);
    }
}
