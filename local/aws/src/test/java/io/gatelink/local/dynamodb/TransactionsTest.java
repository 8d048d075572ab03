package io.gatelink.local.dynamodb;

import static io.gatelink.local.dynamodb.Tables.number;
import static io.gatelink.local.dynamodb.Tables.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** TransactWriteItems through AWS's own client. */
class TransactionsTest {

    @TempDir
    private Path folder;

    private Tables tables;
    private DynamoDbClient client;

    @BeforeEach
    void start() {
        tables = new Tables(folder);
        client = tables.client;
        client.putItem(r -> r.tableName("orders").item(Map.of("id", text("a"), "n", number("1"))));
        client.putItem(r -> r.tableName("orders").item(Map.of("id", text("b"))));
    }

    @AfterEach
    void stop() {
        tables.close();
    }

    @Test
    void allEntriesTakeEffectTogether() {
        var answer = client.transactWriteItems(r -> r.returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .transactItems(
                        increment("a"),
                        put("c"),
                        TransactWriteItem.builder()
                                .delete(d -> d.tableName("orders").key(key("b")))
                                .build(),
                        check("none", "attribute_not_exists(id)")));

        assertThat(ids()).containsExactlyInAnyOrder("a", "c");
        assertThat(n()).isEqualTo("2");
        assertThat(answer.consumedCapacity()).singleElement().satisfies(consumed -> {
            assertThat(consumed.tableName()).isEqualTo("orders");
            assertThat(consumed.capacityUnits()).isEqualTo(8);
        });
    }

    @Test
    void noneTakesEffectIfOneFailsAndTheReasonsTellWhich() {
        var failure = catchThrowableOfType(
                TransactionCanceledException.class,
                () -> client.transactWriteItems(r -> r.transactItems(
                        increment("a"),
                        check("b", "attribute_not_exists(id)"),
                        TransactWriteItem.builder()
                                .update(u -> u.tableName("orders")
                                        .key(key("c"))
                                        .updateExpression("SET n = n + :one")
                                        .expressionAttributeValues(Map.of(":one", number("1"))))
                                .build())));

        assertThat(failure.awsErrorDetails().errorMessage())
                .isEqualTo("Transaction cancelled, please refer "
                        + "cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]");
        assertThat(failure.cancellationReasons())
                .extracting(CancellationReason::code, CancellationReason::message, CancellationReason::item)
                .containsExactly(
                        tuple("None", null, Map.of()),
                        tuple("ConditionalCheckFailed", "The conditional request failed", Map.of("id", text("b"))),
                        tuple(
                                "ValidationError",
                                "The provided expression refers to an " + "attribute that does not exist in the item",
                                Map.of()));
        assertThat(n()).isEqualTo("1");
        assertThat(ids()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aTokenMakesATransactionIdempotentForTenMinutes() {
        var entry = increment("a");
        client.transactWriteItems(r -> r.clientRequestToken("token").transactItems(entry));
        tables.aws.loop().runFor(Duration.ofMinutes(10).minusMillis(1));
        client.transactWriteItems(r -> r.clientRequestToken("token").transactItems(entry));
        assertThat(n()).isEqualTo("2");

        var other = catchThrowableOfType(
                IdempotentParameterMismatchException.class,
                () -> client.transactWriteItems(
                        r -> r.clientRequestToken("token").transactItems(increment("b"))));
        assertThat(other.statusCode()).isEqualTo(400);

        tables.aws.loop().runFor(Duration.ofMillis(1));
        client.transactWriteItems(r -> r.clientRequestToken("token").transactItems(entry));
        assertThat(n()).isEqualTo("3");
    }

    @Test
    void aTransactionThatWasCancelledIsTriedAgainUnderTheSameToken() {
        var entries = new TransactWriteItem[] {increment("a"), check("b", "attribute_not_exists(id)")};
        assertThatThrownBy(() -> client.transactWriteItems(
                        r -> r.clientRequestToken("token").transactItems(entries)))
                .isInstanceOf(TransactionCanceledException.class);
        client.deleteItem(r -> r.tableName("orders").key(key("b")));

        client.transactWriteItems(r -> r.clientRequestToken("token").transactItems(entries));

        assertThat(n()).isEqualTo("2");
    }

    @Test
    void anItemMayBeInATransactionOnce() {
        assertThat(tables.error("TransactWriteItems", """
                {"TransactItems": [
                  {"Put": {"TableName": "orders", "Item": {"id": {"S": "x"}}}},
                  {"Delete": {"TableName": "orders", "Key": {"id": {"S": "x"}}}}]}"""))
                .isEqualTo("ValidationException: Transaction request cannot include multiple operations on one item");
        assertThat(tables.error("TransactWriteItems", "{\"TransactItems\": [{}]}"))
                .isEqualTo("ValidationException: TransactItems can only contain one of Check, Put, Update or Delete");
        assertThat(tables.error("TransactWriteItems", """
                {"TransactItems": [
                  {"ConditionCheck": {"TableName": "orders", "Key": {"id": {"S": "x"}}}}]}"""))
                .isEqualTo("ValidationException: 1 validation error detected: Value null at "
                        + "'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: "
                        + "Member must not be null");
    }

    private List<String> ids() {
        return client.scan(r -> r.tableName("orders")).items().stream()
                .map(item -> item.get("id").s())
                .toList();
    }

    private String n() {
        return client.getItem(r -> r.tableName("orders").key(key("a")))
                .item()
                .get("n")
                .n();
    }

    private static TransactWriteItem increment(String id) {
        return TransactWriteItem.builder()
                .update(u -> u.tableName("orders")
                        .key(key(id))
                        .updateExpression("ADD n :one")
                        .expressionAttributeValues(Map.of(":one", number("1"))))
                .build();
    }

    private static TransactWriteItem put(String id) {
        return TransactWriteItem.builder()
                .put(p -> p.tableName("orders").item(key(id)))
                .build();
    }

    private static TransactWriteItem check(String id, String condition) {
        return TransactWriteItem.builder()
                .conditionCheck(c -> c.tableName("orders")
                        .key(key(id))
                        .conditionExpression(condition)
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                .build();
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("id", text(id));
    }
}
