package io.gatelink.local.dynamodb;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.expression.Condition;
import io.gatelink.local.dynamodb.expression.ConditionParser;
import io.gatelink.local.dynamodb.expression.Projection;
import io.gatelink.local.dynamodb.expression.Substitutions;
import io.gatelink.local.dynamodb.expression.UpdateExpression;
import io.gatelink.local.dynamodb.item.AttributeValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A request's expressions, by their parameters' names, with what their placeholders stand for.
 *
 * @param texts  e.g. by {@code ConditionExpression}
 * @param names  ExpressionAttributeNames; {@code null} if the request has none
 * @param values ExpressionAttributeValues; {@code null} if the request has none
 */
public record Expressions(Map<String, String> texts, Map<String, String> names, Map<String, AttributeValue> values) {

    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z_]+");

    /** No expressions. */
    public static final Expressions NONE = new Expressions(Map.of(), null, null);

    public Expressions {
        texts = Map.copyOf(texts);
        names = names == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(names));
        values = values == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** What they come to; those that the request does not have are {@code null}. */
    record Parsed(
            UpdateExpression update,
            Condition condition,
            Condition keyCondition,
            Condition filter,
            Projection projection) {}

    /** @throws AwsException ValidationException, with AWS's text */
    Parsed parse() {
        if (names != null) {
            checkPlaceholders("ExpressionAttributeNames", names, "#");
        }
        if (values != null) {
            checkPlaceholders("ExpressionAttributeValues", values, ":");
        }
        var substitutions = new Substitutions(names == null ? Map.of() : names, values == null ? Map.of() : values);
        String update = texts.get("UpdateExpression");
        String projection = texts.get("ProjectionExpression");
        var parsed = new Parsed(
                update == null ? null : UpdateExpression.parse(update, substitutions),
                condition("ConditionExpression", substitutions),
                condition("KeyConditionExpression", substitutions),
                condition("FilterExpression", substitutions),
                projection == null ? null : Projection.parse(projection, substitutions));
        substitutions.requireAllUsed();
        return parsed;
    }

    private Condition condition(String expression, Substitutions substitutions) {
        String text = texts.get(expression);
        return text == null ? null : ConditionParser.parse(expression, text, substitutions);
    }

    private void checkPlaceholders(String parameter, Map<String, ?> placeholders, String mark) {
        if (texts.isEmpty() && mark.equals("#")) {
            throw DynamoDbErrors.invalid(parameter + " can only be specified when using expressions");
        }
        if (mark.equals(":") && texts.keySet().stream().allMatch("ProjectionExpression"::equals)) {
            throw DynamoDbErrors.invalid(parameter + " can only be specified when using expressions");
        }
        if (placeholders.isEmpty()) {
            throw DynamoDbErrors.invalid(parameter + " must not be empty");
        }
        for (String placeholder : placeholders.keySet()) {
            if (!placeholder.startsWith(mark)
                    || !NAME.matcher(placeholder.substring(1)).matches()) {
                throw DynamoDbErrors.invalid(
                        parameter + " contains invalid key: Syntax error; key: \"" + placeholder + "\"");
            }
        }
    }
}
