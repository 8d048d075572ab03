package io.gatelink.local.logs;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands between the braces of a pattern of JSON, such as {@code $.level = "WARN" && $.seconds > 5}. */
final class JsonPattern {

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<selector>\\$(?:\\.[A-Za-z0-9_-]+|\\[\\d{1,9}])+)"
            + "|(?<string>\"[^\"]*\")|(?<sign>&&|\\|\\||!=|<=|>=|[=<>()])|(?<regex>%)|(?<word>[A-Za-z0-9_.*+-]+))");
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z0-9_-]+)|\\[(\\d+)]");
    private static final String NUMBER = "[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?";

    private final List<String> tokens = new ArrayList<>();
    private int next;

    JsonPattern(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.find(end) && matcher.start() == end) {
            if (matcher.group("regex") != null) {
                throw FilterPattern.notImplemented("a regular expression");
            }
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw FilterPattern.invalid();
        }
    }

    Predicate<JsonNode> parse() {
        Predicate<JsonNode> test = or();
        if (next < tokens.size()) {
            throw FilterPattern.invalid();
        }
        return test;
    }

    private Predicate<JsonNode> or() {
        Predicate<JsonNode> test = and();
        while (takes("||")) {
            test = test.or(and());
        }
        return test;
    }

    private Predicate<JsonNode> and() {
        Predicate<JsonNode> test = condition();
        while (takes("&&")) {
            test = test.and(condition());
        }
        return test;
    }

    private Predicate<JsonNode> condition() {
        if (takes("(")) {
            Predicate<JsonNode> test = or();
            if (!takes(")")) {
                throw FilterPattern.invalid();
            }
            return test;
        }
        String selector = take();
        if (!selector.startsWith("$")) {
            throw FilterPattern.invalid();
        }
        String operator = take().toUpperCase(Locale.ROOT);
        Predicate<JsonNode> test =
                switch (operator) {
                    case "=" -> equal(take());
                    case "!=" -> equal(take()).negate();
                    case "<", "<=", ">", ">=" -> compared(operator, take());
                    case "IS" -> is(take().toUpperCase(Locale.ROOT));
                    case "NOT" -> exists(take());
                    default -> throw FilterPattern.invalid();
                };
        boolean absent = operator.equals("NOT");
        return json -> {
            JsonNode value = select(json, selector);
            return value.isMissingNode() ? absent : !absent && test.test(value);
        };
    }

    private static Predicate<JsonNode> exists(String word) {
        if (!word.equalsIgnoreCase("EXISTS")) {
            throw FilterPattern.invalid();
        }
        return value -> true;
    }

    private static Predicate<JsonNode> is(String word) {
        return switch (word) {
            case "NULL" -> JsonNode::isNull;
            case "TRUE" -> value -> value.isBoolean() && value.booleanValue();
            case "FALSE" -> value -> value.isBoolean() && !value.booleanValue();
            default -> throw FilterPattern.invalid();
        };
    }

    private static Predicate<JsonNode> equal(String literal) {
        if (literal.matches(NUMBER)) {
            BigDecimal number = new BigDecimal(literal);
            return value -> value.isNumber() && value.decimalValue().compareTo(number) == 0
                    || value.isTextual() && value.textValue().equals(literal);
        }
        String text = literal.startsWith("\"") ? literal.substring(1, literal.length() - 1) : literal;
        Pattern pattern = wildcards(text);
        return value -> value.isTextual() && pattern.matcher(value.textValue()).matches();
    }

    private static Predicate<JsonNode> compared(String operator, String literal) {
        if (!literal.matches(NUMBER)) {
            throw FilterPattern.invalid();
        }
        BigDecimal number = new BigDecimal(literal);
        return value -> {
            if (!value.isNumber()) {
                return false;
            }
            int order = value.decimalValue().compareTo(number);
            return switch (operator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        };
    }

    private static Pattern wildcards(String text) {
        return Pattern.compile(
                "\\Q" + text.replace("\\E", "\\E\\\\E\\Q").replace("*", "\\E.*\\Q") + "\\E", Pattern.DOTALL);
    }

    private static JsonNode select(JsonNode json, String selector) {
        JsonNode node = json;
        Matcher steps = STEP.matcher(selector);
        while (steps.find()) {
            node = steps.group(1) != null ? node.path(steps.group(1)) : node.path(Integer.parseInt(steps.group(2)));
        }
        return node;
    }

    private boolean takes(String token) {
        if (next < tokens.size() && tokens.get(next).equals(token)) {
            next++;
            return true;
        }
        return false;
    }

    /** @throws AwsException if there is nothing more */
    private String take() {
        if (next == tokens.size()) {
            throw FilterPattern.invalid();
        }
        return tokens.get(next++);
    }
}
