package io.gatelink.local.states.query;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for {@code $formatNumber}'s picture string, with JSONata's codes. Of several rules that a picture breaks
 * the last one is told, as JSONata does; AWS answers {@code $formatNumber(1, 'x')} with D3086 (measured with TestState
 * by floci-io/floci, JsonataEvaluatorTest).
 *
 * @see <a href="https://www.w3.org/TR/xpath-functions-31/#syntax-of-picture-string">XPath functions: syntax of the
 *     picture string</a>
 */
final class NumberPicture {

    private final String picture;
    private final Map<?, ?> options;
    private final char point;
    private final char grouping;
    private final char exponent;
    private final char optionalDigit;
    private final char zero;
    private final char separator;
    private final char percent;
    private final char perMille;

    private NumberPicture(String picture, Map<?, ?> options) {
        this.picture = picture;
        this.options = options;
        point = symbol("decimal-separator", '.');
        grouping = symbol("grouping-separator", ',');
        exponent = symbol("exponent-separator", 'e');
        optionalDigit = symbol("digit", '#');
        zero = symbol("zero-digit", '0');
        separator = symbol("pattern-separator", ';');
        percent = symbol("percent", '%');
        perMille = symbol("per-mille", '\u2030');
    }

    /** @throws QueryException if it describes no number */
    static void check(String picture, Map<?, ?> options) {
        new NumberPicture(picture, options).check();
    }

    private char symbol(String name, char otherwise) {
        return options.get(name) instanceof String text && !text.isEmpty() ? text.charAt(0) : otherwise;
    }

    private void check() {
        String[] parts = picture.split(Pattern.quote(String.valueOf(separator)), -1);
        if (parts.length > 2) {
            throw refused("D3080: The picture string must only contain a maximum of two sub-pictures");
        }
        for (String part : parts) {
            problem(part).ifPresent(problem -> {
                throw refused(problem);
            });
        }
    }

    private static QueryException refused(String problem) {
        return new QueryException(problem);
    }

    private Optional<String> problem(String part) {
        int from = 0;
        while (from < part.length() && (!isActive(part.charAt(from)) || part.charAt(from) == exponent)) {
            from++;
        }
        int to = part.length();
        while (to > from && (!isActive(part.charAt(to - 1)) || part.charAt(to - 1) == exponent)) {
            to--;
        }
        String active = from == part.length() ? part : part.substring(from, to);
        // A trailing exponent separator has no digits after it, and belongs to what is active.
        if (to < part.length() && to > from && part.charAt(to) == exponent) {
            active += exponent;
        }
        int split = active.indexOf(exponent);
        String mantissa = split < 0 ? active : active.substring(0, split);
        int decimal = mantissa.indexOf(point);
        String whole = decimal < 0 ? mantissa : mantissa.substring(0, decimal);
        String fraction = decimal < 0 ? "" : mantissa.substring(decimal + 1);

        String problem = ofSubPicture(part, mantissa, active);
        problem = ofGrouping(part, whole, problem);
        problem = ofDigits(whole, fraction, problem);
        return Optional.ofNullable(split < 0 ? problem : ofExponent(part, active.substring(split + 1), problem));
    }

    private String ofSubPicture(String part, String mantissa, String active) {
        String problem = null;
        if (part.indexOf(point) != part.lastIndexOf(point)) {
            problem = "D3081: The sub-picture must not contain more than one instance of the \"decimal-separator\" "
                    + "character";
        }
        if (part.indexOf(percent) != part.lastIndexOf(percent)) {
            problem = "D3082: The sub-picture must not contain more than one instance of the \"percent\" character";
        }
        if (part.indexOf(perMille) != part.lastIndexOf(perMille)) {
            problem = "D3083: The sub-picture must not contain more than one instance of the \"per-mille\" character";
        }
        if (part.indexOf(percent) >= 0 && part.indexOf(perMille) >= 0) {
            problem = "D3084: The sub-picture must not contain both a \"percent\" and a \"per-mille\" character";
        }
        if (mantissa.chars().noneMatch(c -> isDigit(c) || c == optionalDigit)) {
            problem = "D3085: The mantissa part of a sub-picture must contain at least one character that is either "
                    + "an \"optional digit character\" or a member of the \"decimal digit family\"";
        }
        if (active.chars().anyMatch(c -> !isActive(c))) {
            problem = "D3086: The sub-picture must not contain a passive character that is preceded by an active "
                    + "character and that is followed by another active character";
        }
        return problem;
    }

    private String ofGrouping(String part, String whole, String before) {
        String problem = before;
        int decimal = part.indexOf(point);
        if (decimal >= 0) {
            if (decimal > 0 && part.charAt(decimal - 1) == grouping
                    || decimal + 1 < part.length() && part.charAt(decimal + 1) == grouping) {
                problem = "D3087: The sub-picture must not contain a \"grouping-separator\" character that appears "
                        + "adjacent to a \"decimal-separator\" character";
            }
        } else if (whole.endsWith(String.valueOf(grouping))) {
            problem = "D3088: The sub-picture must not contain a \"grouping-separator\" at the end of the integer "
                    + "part";
        }
        if (part.contains("" + grouping + grouping)) {
            problem = "D3089: The sub-picture must not contain two adjacent instances of the \"grouping-separator\" "
                    + "character";
        }
        return problem;
    }

    private String ofDigits(String whole, String fraction, String before) {
        String problem = before;
        int firstOptional = whole.indexOf(optionalDigit);
        if (firstOptional >= 0 && whole.substring(0, firstOptional).chars().anyMatch(this::isDigit)) {
            problem = "D3090: The integer part of the sub-picture must not contain a member of the \"decimal digit "
                    + "family\" that is followed by an instance of the \"optional digit character\"";
        }
        int lastOptional = fraction.lastIndexOf(optionalDigit);
        if (lastOptional >= 0 && fraction.substring(lastOptional).chars().anyMatch(this::isDigit)) {
            problem = "D3091: The fractional part of the sub-picture must not contain an instance of the \"optional "
                    + "digit character\" that is followed by a member of the \"decimal digit family\"";
        }
        return problem;
    }

    private String ofExponent(String part, String digits, String before) {
        String problem = before;
        if (!digits.isEmpty() && (part.indexOf(percent) >= 0 || part.indexOf(perMille) >= 0)) {
            problem = "D3092: A sub-picture that contains a \"percent\" or \"per-mille\" character must not contain a "
                    + "character treated as an \"exponent-separator\"";
        }
        if (digits.isEmpty() || digits.chars().anyMatch(c -> !isDigit(c))) {
            problem = "D3093: The exponent part of the sub-picture must comprise only of one or more characters that "
                    + "are members of the \"decimal digit family\"";
        }
        return problem;
    }

    private boolean isDigit(int c) {
        return c >= zero && c <= zero + 9;
    }

    private boolean isActive(int c) {
        return isDigit(c) || c == point || c == exponent || c == grouping || c == optionalDigit || c == separator;
    }
}
