package io.gatelink.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.TargetInput;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes what a rule's target gets of an event.
 *
 * <p>Documented: what a variable stands for, that one whose path leads nowhere is empty, and that within quotes texts
 * stand without quotes of their own. Inferred: that within quotes what JSON would take amiss is escaped.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html">EventBridge
 *     input transformation</a>
 */
final class TargetPayload {

    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.-]+)>");

    private TargetPayload() {}

    /**
     * @param received when the event came
     * @throws AwsException INVALID_JSON, if a template that begins as JSON comes to none
     */
    static String of(TargetInput input, ObjectNode event, Stack.Rule rule, Instant received) {
        if (input instanceof TargetInput.Constant constant) {
            return Json.write(constant.json());
        }
        if (input instanceof TargetInput.Part part) {
            JsonNode found = find(event, part.path());
            return Json.write(found.isMissingNode() ? Json.object() : found);
        }
        return transform((TargetInput.Transformed) input, event, rule, received);
    }

    private static String transform(
            TargetInput.Transformed input, ObjectNode event, Stack.Rule rule, Instant received) {
        String template = input.template().strip();
        var text = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(template);
        while (placeholder.find()) {
            JsonNode value = value(placeholder.group(1), input, event, rule, received);
            placeholder.appendReplacement(
                    text,
                    Matcher.quoteReplacement(
                            isQuoted(template, placeholder.start())
                                    ? withoutQuotes(value)
                                    : value.isMissingNode() ? "\"\"" : Json.write(value)));
        }
        String transformed = placeholder.appendTail(text).toString();
        if (template.startsWith("{") || template.startsWith("[")) {
            try {
                Json.parse(transformed);
            } catch (Json.InvalidJsonException e) {
                throw new AwsException(
                        "INVALID_JSON",
                        400,
                        "The input template of rule " + rule.name() + " does not come to JSON: " + e.getMessage());
            }
        }
        return transformed;
    }

    private static JsonNode value(
            String name, TargetInput.Transformed input, ObjectNode event, Stack.Rule rule, Instant received) {
        if (input.paths().containsKey(name)) {
            return find(event, input.paths().get(name).path());
        }
        return switch (name) {
            case "aws.events.rule-arn" -> TextNode.valueOf(rule.arn());
            case "aws.events.rule-name" -> TextNode.valueOf(rule.name());
            case "aws.events.event.ingestion-time" -> TextNode.valueOf(received.toString());
            case "aws.events.event.json" -> event;
            default -> MissingNode.getInstance();
        };
    }

    private static JsonNode find(JsonNode root, List<String> path) {
        JsonNode found = root;
        for (String step : path) {
            found = step.startsWith("[")
                    ? found.path(Integer.parseInt(step.substring(1, step.length() - 1)))
                    : found.path(step);
        }
        return found;
    }

    /** Whether a place in a template is between quotes. */
    private static boolean isQuoted(String template, int place) {
        boolean quoted = false;
        for (int i = 0; i < place; i++) {
            if (template.charAt(i) == '\\') {
                i++;
            } else if (template.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return quoted;
    }

    private static String withoutQuotes(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        String text = value.isTextual() ? value.textValue() : Json.write(value);
        String quoted = Json.write(TextNode.valueOf(text));
        return quoted.substring(1, quoted.length() - 1);
    }
}
