package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.item.AttributeValue;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the placeholders in a request's expressions stand for, and which of them were used.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html">
 *     Expression attribute names</a>
 */
public final class Substitutions {

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final Set<String> unusedNames;
    private final Set<String> unusedValues;

    /**
     * @param names  by placeholder, e.g. {@code #state}
     * @param values by placeholder, e.g. {@code :state}
     */
    public Substitutions(Map<String, String> names, Map<String, AttributeValue> values) {
        this.names = names;
        this.values = values;
        this.unusedNames = new LinkedHashSet<>(names.keySet());
        this.unusedValues = new LinkedHashSet<>(values.keySet());
    }

    /** {@code null} if there is none. */
    String name(String placeholder) {
        unusedNames.remove(placeholder);
        return names.get(placeholder);
    }

    /** {@code null} if there is none. */
    AttributeValue value(String placeholder) {
        unusedValues.remove(placeholder);
        return values.get(placeholder);
    }

    /** @throws AwsException ValidationException, if no expression used a placeholder */
    public void requireAllUsed() {
        requireNone("ExpressionAttributeNames", unusedNames);
        requireNone("ExpressionAttributeValues", unusedValues);
    }

    private static void requireNone(String parameter, Set<String> unused) {
        if (!unused.isEmpty()) {
            throw new AwsException(
                    "ValidationException",
                    400,
                    "Value provided in " + parameter + " unused in expressions: keys: {" + String.join(", ", unused)
                            + "}");
        }
    }
}
