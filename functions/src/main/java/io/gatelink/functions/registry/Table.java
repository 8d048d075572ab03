package io.gatelink.functions.registry;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * A table of DynamoDB.
 *
 * <p>Every write of an item carries a condition: without one, DynamoDB would create an item again that was deleted.
 *
 * @param key the name of the attribute that is the key
 */
record Table(DynamoDbClient dynamoDb, String name, String key) {

    /** The item of a key as it is now, or nothing if there is none. */
    Optional<Map<String, AttributeValue>> find(String id) {
        var answer =
                dynamoDb.getItem(request -> request.tableName(name).key(key(id)).consistentRead(true));
        return answer.hasItem() && !answer.item().isEmpty() ? Optional.of(answer.item()) : Optional.empty();
    }

    /** All items. */
    Stream<Map<String, AttributeValue>> all() {
        return dynamoDb.scanPaginator(request -> request.tableName(name).consistentRead(true)).items().stream();
    }

    /**
     * Writes an item, on the change's condition.
     *
     * @return the item as it is then
     * @throws ConditionalCheckFailedException with the item as it is, if the condition is not fulfilled
     */
    Map<String, AttributeValue> write(String id, Change change) {
        return dynamoDb.updateItem(request -> request.tableName(name)
                        .key(key(id))
                        .conditionExpression(change.condition())
                        .updateExpression(change.update())
                        .expressionAttributeNames(change.names())
                        .expressionAttributeValues(change.values())
                        .returnValues(ReturnValue.ALL_NEW)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .attributes();
    }

    /** The same; returns whether the condition was fulfilled. */
    boolean isWritten(String id, Change change) {
        try {
            write(id, change);
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** Deletes an item, on the condition of a change that changes nothing; returns whether it was fulfilled. */
    boolean isDeleted(String id, Change condition) {
        try {
            dynamoDb.deleteItem(request -> request.tableName(name)
                    .key(key(id))
                    .conditionExpression(condition.condition())
                    .expressionAttributeNames(condition.names())
                    .expressionAttributeValues(condition.values()));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** An item's part of a transaction. */
    TransactWriteItem inTransaction(String id, Change change) {
        return TransactWriteItem.builder()
                .update(one -> one.tableName(name)
                        .key(key(id))
                        .conditionExpression(change.condition())
                        .updateExpression(change.update())
                        .expressionAttributeNames(change.names())
                        .expressionAttributeValues(change.values()))
                .build();
    }

    private Map<String, AttributeValue> key(String id) {
        return Map.of(key, AttributeValue.fromS(id));
    }
}
