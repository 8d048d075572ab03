package io.gatelink.local.logs;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which messages a filter pattern lets through: patterns of terms, and those of JSON.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html">Filter pattern
 *     syntax</a>
 */
public final class FilterPattern {

    private static final Pattern TERM = Pattern.compile("\\G\\s*(?<sign>[-?]?)(?:\"(?<phrase>[^\"]*)\"|(?<word>\\S+))");
    private static final String WORD = "[A-Za-z0-9_]+";

    private FilterPattern() {}

    /**
     * The test that a pattern stands for.
     *
     * @throws AwsException InvalidParameterException for what is no pattern; NotImplemented for patterns of columns and
     *                      regular expressions
     */
    public static Predicate<String> parse(String pattern) {
        String text = pattern.strip();
        if (text.isEmpty()) {
            return message -> true;
        }
        if (text.startsWith("[")) {
            throw notImplemented("a pattern of columns");
        }
        if (text.startsWith("{")) {
            if (!text.endsWith("}")) {
                throw invalid();
            }
            Predicate<JsonNode> test = new JsonPattern(text.substring(1, text.length() - 1)).parse();
            return message -> {
                try {
                    return test.test(Json.parse(message));
                } catch (Json.InvalidJsonException e) {
                    return false;
                }
            };
        }
        return terms(text);
    }

    private static Predicate<String> terms(String text) {
        List<String> all = new ArrayList<>();
        List<String> none = new ArrayList<>();
        List<String> any = new ArrayList<>();
        Matcher matcher = TERM.matcher(text);
        int end = 0;
        while (matcher.find()) {
            end = matcher.end();
            String word = matcher.group("word");
            if (word != null && word.startsWith("%")) {
                throw notImplemented("a regular expression");
            }
            if (word != null && !word.matches(WORD)) {
                throw new AwsException("InvalidParameterException", 400, "Invalid character(s) in term '" + word + "'");
            }
            String term = word == null ? matcher.group("phrase") : word;
            switch (matcher.group("sign")) {
                case "-" -> none.add(term);
                case "?" -> any.add(term);
                default -> all.add(term);
            }
        }
        if (!text.substring(end).isBlank()) {
            throw invalid();
        }
        // Beside terms that must be there, AWS ignores those of which any may be.
        boolean anyCounts = all.isEmpty() && none.isEmpty() && !any.isEmpty();
        return message -> all.stream().allMatch(message::contains)
                && none.stream().noneMatch(message::contains)
                && (!anyCounts || any.stream().anyMatch(message::contains));
    }

    static AwsException invalid() {
        return new AwsException("InvalidParameterException", 400, "Invalid filter pattern");
    }

    static AwsException notImplemented(String what) {
        return Protocol.notImplemented("logs", "FilterLogEvents with " + what + " as filterPattern");
    }
}
