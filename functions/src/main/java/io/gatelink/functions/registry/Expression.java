package io.gatelink.functions.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The placeholders of DynamoDB expressions: with them no name is a reserved word. */
final class Expression {

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();

    String name(String attribute) {
        names.put("#" + attribute, attribute);
        return "#" + attribute;
    }

    String value(AttributeValue value) {
        String placeholder = ":v" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }

    /** The condition that an attribute has the value that it has in an item. */
    String same(String attribute, Publication item) {
        return item.has(attribute) ? name(attribute) + " = " + value(item.attributes().get(attribute)) : no(attribute);
    }

    /** The condition that an attribute is this string. */
    String is(String attribute, String text) {
        return name(attribute) + " = " + value(AttributeValue.fromS(text));
    }

    /** The condition that there is no such attribute. */
    String no(String attribute) {
        return "attribute_not_exists(" + name(attribute) + ")";
    }

    Map<String, String> names() {
        return names;
    }

    /** {@code null} if there are none: DynamoDB refuses an empty map. */
    Map<String, AttributeValue> values() {
        return values.isEmpty() ? null : values;
    }
}
