package io.gatelink.local.dynamodb;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.expression.Condition;
import io.gatelink.local.dynamodb.expression.KeyTerm;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.template.Stack.KeyAttribute;

/**
 * What a query asks of keys.
 *
 * @param partition the partition key's value
 * @param sort      what the sort key has to fulfil; {@code null} for nothing
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html">
 *     Key condition expressions</a>
 */
record KeyCondition(AttributeValue partition, Condition sort) {

    /** @throws AwsException ValidationException, if it is none for this table */
    static KeyCondition of(Condition expression, Table table) {
        if (expression == null) {
            throw DynamoDbErrors.invalid(
                    "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
        }
        AttributeValue partition = null;
        Condition sort = null;
        KeyAttribute hash = table.schema().partitionKey();
        KeyAttribute range = table.schema().sortKey().orElse(null);
        for (KeyTerm term : KeyTerm.of(expression)) {
            KeyAttribute attribute = term.attribute().equals(hash.name())
                    ? hash
                    : range != null && term.attribute().equals(range.name()) ? range : null;
            if (attribute == null) {
                throw missing(range != null && sort == null && partition != null ? range : hash);
            }
            if (!term.value().type().equals(attribute.type())) {
                throw DynamoDbErrors.invalid(
                        "One or more parameter values were invalid: Condition parameter type does not "
                                + "match schema type");
            }
            if (attribute.equals(range)) {
                sort = term.condition();
            } else if (term.isEquality()) {
                partition = term.value();
            } else {
                throw DynamoDbErrors.invalid("Query key condition not supported");
            }
        }
        if (partition == null) {
            throw missing(hash);
        }
        return new KeyCondition(partition, sort);
    }

    /** @throws AwsException ValidationException, if a filter is about the key */
    void requireNoKeyIn(Condition filter, Table table) {
        KeyTerm.attributes(filter).stream().filter(table::isKey).findFirst().ifPresent(attribute -> {
            throw DynamoDbErrors.invalid("Filter Expression can only contain non-primary key attributes: Primary key "
                    + "attribute: "
                    + attribute);
        });
    }

    private static AwsException missing(KeyAttribute attribute) {
        return DynamoDbErrors.invalid("Query condition missed key schema element: " + attribute.name());
    }
}
