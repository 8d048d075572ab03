package io.gatelink.local.apigateway.dataplane;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ${stageVariables.name}} in the fields of an integration.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html">
 *      API Gateway stage variables</a>
 */
final class StageVariables {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)}");

    private StageVariables() {}

    static boolean areIn(String text) {
        return text.contains("${");
    }

    /** @throws IllegalArgumentException if a variable that {@code text} names has no value */
    static String resolve(String text, Map<String, String> variables) {
        if (!areIn(text)) {
            return text;
        }
        return REFERENCE.matcher(text).replaceAll(reference -> {
            String value = variables.get(reference.group(1));
            if (value == null) {
                throw new IllegalArgumentException("Stage variable " + reference.group(1) + " has no value");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
