package io.gatelink.local.dynamodb;

import static io.gatelink.local.dynamodb.Tables.number;
import static io.gatelink.local.dynamodb.Tables.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/** DynamoDB through AWS's own client. */
class DynamoDbClientTest {

    @TempDir
    private Path folder;

    private Tables tables;
    private DynamoDbClient client;

    @BeforeEach
    void start() {
        tables = new Tables(folder);
        client = tables.client;
    }

    @AfterEach
    void stop() {
        tables.close();
    }

    @Test
    void everyTypeOfValueComesBackAsItWasPut() {
        var item = Map.of(
                "id",
                text("a"),
                "n",
                number("1.50"),
                "b",
                AttributeValue.fromB(SdkBytes.fromUtf8String("bytes")),
                "flag",
                AttributeValue.fromBool(true),
                "nothing",
                AttributeValue.fromNul(true),
                "list",
                AttributeValue.fromL(List.of(text("x"), number("2"))),
                "map",
                AttributeValue.fromM(Map.of("in", text(""))),
                "texts",
                AttributeValue.fromSs(List.of("a", "b")),
                "numbers",
                AttributeValue.fromNs(List.of("1", "2")),
                "binaries",
                AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("c"))));
        client.putItem(r -> r.tableName("orders").item(item));

        var expected = new HashMap<>(item);
        expected.put("n", number("1.5"));
        assertThat(client.getItem(r -> r.tableName("orders").key(key("a")).consistentRead(true))
                        .item())
                .isEqualTo(expected);
        assertThat(client.getItem(r -> r.tableName("orders").key(key("b"))).hasItem())
                .isFalse();
    }

    @Test
    void aProjectionGivesThePartsThatAreAskedFor() {
        put(
                "a",
                Map.of(
                        "map",
                        AttributeValue.fromM(Map.of("x", text("1"), "y", text("2"))),
                        "list",
                        AttributeValue.fromL(List.of(text("0"), text("1"), text("2"))),
                        "other",
                        text("z")));

        assertThat(client.getItem(r -> r.tableName("orders")
                                .key(key("a"))
                                .projectionExpression("#m.x, #l[2], #l[0], gone")
                                .expressionAttributeNames(Map.of("#m", "map", "#l", "list")))
                        .item())
                .isEqualTo(Map.of(
                        "map",
                        AttributeValue.fromM(Map.of("x", text("1"))),
                        "list",
                        AttributeValue.fromL(List.of(text("0"), text("2")))));
    }

    @Test
    void aPutWhoseConditionFailsChangesNothingAndTellsTheItemIfAsked() {
        put("a", Map.of("holder", text("one")));

        var failure = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> client.putItem(r -> r.tableName("orders")
                        .item(Map.of("id", text("a")))
                        .conditionExpression("attribute_not_exists(id)")
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));

        assertThat(failure.awsErrorDetails().errorMessage()).isEqualTo("The conditional request failed");
        assertThat(failure.item()).isEqualTo(Map.of("id", text("a"), "holder", text("one")));
        assertThat(item("a")).containsEntry("holder", text("one"));
        var silent = catchThrowableOfType(
                ConditionalCheckFailedException.class,
                () -> client.deleteItem(r -> r.tableName("orders")
                        .key(key("a"))
                        .conditionExpression("holder = :h")
                        .expressionAttributeValues(Map.of(":h", text("two")))));
        assertThat(silent.hasItem()).isFalse();
    }

    @Test
    void anUpdateSetsRemovesAddsAndDeletesFromTheItemAsItWas() {
        put(
                "a",
                Map.of(
                        "a",
                        number("10"),
                        "b",
                        number("3"),
                        "list",
                        AttributeValue.fromL(List.of(text("0"), text("1"), text("2"))),
                        "tags",
                        AttributeValue.fromSs(List.of("x", "y")),
                        "all",
                        AttributeValue.fromSs(List.of("x")),
                        "gone",
                        text("z")));

        var attributes = client.updateItem(r -> r.tableName("orders")
                        .key(key("a"))
                        .updateExpression(
                                "SET a = b, b = a - :one, c = if_not_exists(c, :one) + :one, #l[9] = :t, made = "
                                        + "list_append(#l, :l) REMOVE gone, #l[0], #l[1] ADD n :one, tags :z DELETE "
                                        + "#all :x")
                        .expressionAttributeNames(Map.of("#l", "list", "#all", "all"))
                        .expressionAttributeValues(Map.of(
                                ":one",
                                number("1"),
                                ":t",
                                text("t"),
                                ":l",
                                AttributeValue.fromL(List.of(text("3"))),
                                ":z",
                                AttributeValue.fromSs(List.of("z", "x")),
                                ":x",
                                AttributeValue.fromSs(List.of("x"))))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes();

        assertThat(attributes)
                .isEqualTo(Map.of(
                        "id",
                        text("a"),
                        "a",
                        number("3"),
                        "b",
                        number("9"),
                        "c",
                        number("2"),
                        "n",
                        number("1"),
                        "list",
                        AttributeValue.fromL(List.of(text("2"), text("t"))),
                        "made",
                        AttributeValue.fromL(List.of(text("0"), text("1"), text("2"), text("3"))),
                        "tags",
                        AttributeValue.fromSs(List.of("x", "y", "z"))));
        assertThat(item("a")).isEqualTo(attributes);
    }

    @Test
    void anUpdateMakesTheItemIfThereIsNone() {
        client.updateItem(r -> r.tableName("orders")
                .key(key("new"))
                .updateExpression("SET v = :v")
                .expressionAttributeValues(Map.of(":v", number("1"))));
        client.updateItem(r -> r.tableName("orders").key(key("bare")));

        assertThat(item("new")).isEqualTo(Map.of("id", text("new"), "v", number("1")));
        assertThat(item("bare")).isEqualTo(key("bare"));
    }

    @Test
    void returnValuesTellTheItemBeforeOrAfter() {
        put("a", Map.of("v", number("1"), "w", number("1")));

        assertThat(increment(ReturnValue.UPDATED_OLD)).isEqualTo(Map.of("v", number("1")));
        assertThat(increment(ReturnValue.UPDATED_NEW)).isEqualTo(Map.of("v", number("3")));
        assertThat(increment(ReturnValue.ALL_OLD))
                .isEqualTo(Map.of("id", text("a"), "v", number("3"), "w", number("1")));
        assertThat(increment(ReturnValue.NONE)).isEmpty();
        assertThat(client.putItem(r -> r.tableName("orders").item(key("a")).returnValues(ReturnValue.ALL_OLD))
                        .attributes())
                .containsEntry("v", number("5"));
        assertThat(client.deleteItem(r -> r.tableName("orders").key(key("a")).returnValues(ReturnValue.ALL_OLD))
                        .attributes())
                .isEqualTo(key("a"));
        assertThat(client.deleteItem(r -> r.tableName("orders").key(key("a")).returnValues(ReturnValue.ALL_OLD))
                        .hasAttributes())
                .isFalse();
    }

    @Test
    void aScanGoesThroughAllPagesAndItsSegmentsShareTheItems() {
        for (int i = 0; i < 25; i++) {
            put("order-" + i, Map.of("n", number(Integer.toString(i))));
        }

        var first = client.scan(r -> r.tableName("orders").limit(10));
        assertThat(first.count()).isEqualTo(10);
        assertThat(first.lastEvaluatedKey()).containsOnlyKeys("id");
        assertThat(client.scanPaginator(r -> r.tableName("orders").limit(10)).items())
                .hasSize(25)
                .doesNotHaveDuplicates();
        assertThat(client.scanPaginator(r -> r.tableName("orders").limit(10)).stream()
                        .map(page -> page.count())
                        .toList())
                .containsExactly(10, 10, 5);
        var counted = client.scan(r -> r.tableName("orders")
                .select(Select.COUNT)
                .filterExpression("n >= :n")
                .expressionAttributeValues(Map.of(":n", number("20"))));
        assertThat(counted.count()).isEqualTo(5);
        assertThat(counted.scannedCount()).isEqualTo(25);
        assertThat(counted.hasItems()).isFalse();
        var shared = new ArrayList<Map<String, AttributeValue>>();
        for (int i = 0; i < 3; i++) {
            int segment = i;
            shared.addAll(
                    client.scan(r -> r.tableName("orders").segment(segment).totalSegments(3))
                            .items());
        }
        assertThat(shared).hasSize(25);
        assertThat(new HashSet<>(shared)).hasSize(25);
    }

    @Test
    void aPageEndsBeforeOneMegabyte() {
        for (int i = 0; i < 4; i++) {
            put("big-" + i, Map.of("v", text("x".repeat(300_000))));
        }

        var pages = client.scanPaginator(r -> r.tableName("orders")).stream()
                .map(page -> page.count())
                .toList();

        assertThat(pages).containsExactly(3, 1);
    }

    @Test
    void aQueryGivesThePartitionInTheOrderOfTheSortKey() {
        for (int i : new int[] {10, 9, 100, 1}) {
            client.putItem(r -> r.tableName("lines")
                    .item(Map.of(
                            "id",
                            text("a"),
                            "line",
                            number(Integer.toString(i)),
                            "even",
                            AttributeValue.fromBool(i % 2 == 0))));
        }
        client.putItem(r -> r.tableName("lines").item(Map.of("id", text("b"), "line", number("5"))));

        assertThat(lines("id = :id", null, true)).containsExactly("1", "9", "10", "100");
        assertThat(lines("id = :id", null, false)).containsExactly("100", "10", "9", "1");
        assertThat(lines(
                        "id = :id AND line BETWEEN :from AND :to",
                        Map.of(":from", number("9"), ":to", number("10")),
                        true))
                .containsExactly("9", "10");
        assertThat(lines("line > :from AND id = :id", Map.of(":from", number("9")), true))
                .containsExactly("10", "100");
        var filtered = client.query(r -> r.tableName("lines")
                .keyConditionExpression("id = :id")
                .filterExpression("even = :t")
                .expressionAttributeValues(Map.of(":id", text("a"), ":t", AttributeValue.fromBool(true))));
        assertThat(filtered.count()).isEqualTo(2);
        assertThat(filtered.scannedCount()).isEqualTo(4);
        assertThat(client.queryPaginator(r -> r.tableName("lines")
                                .keyConditionExpression("id = :id")
                                .limit(2)
                                .scanIndexForward(false)
                                .expressionAttributeValues(Map.of(":id", text("a"))))
                        .items())
                .extracting(item -> item.get("line").n())
                .containsExactly("100", "10", "9", "1");
    }

    @Test
    void tablesAreThoseOfTheTemplate() {
        assertThat(client.listTables().tableNames()).containsExactly("lines", "orders");
        var page = client.listTables(r -> r.limit(1));
        assertThat(page.lastEvaluatedTableName()).isEqualTo("lines");
        assertThat(client.listTables(r -> r.exclusiveStartTableName("lines")).tableNames())
                .containsExactly("orders");
        put("a", Map.of());
        var table = client.describeTable(r -> r.tableName("orders")).table();
        assertThat(table.tableStatus()).isEqualTo(TableStatus.ACTIVE);
        assertThat(table.tableArn()).isEqualTo("arn:aws:dynamodb:us-east-1:123456789012:table/orders");
        assertThat(table.itemCount()).isEqualTo(1);
        assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(table.deletionProtectionEnabled()).isTrue();
        assertThat(table.creationDateTime()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(client.getItem(r -> r.tableName(table.tableArn()).key(key("a")))
                        .item())
                .isEqualTo(key("a"));
        var refused =
                catchThrowableOfType(DynamoDbException.class, () -> client.deleteTable(r -> r.tableName("orders")));
        assertThat(refused.awsErrorDetails().errorMessage())
                .isEqualTo("The local AWS does not support DynamoDB "
                        + "DeleteTable. docs/supported-operations.md lists what it does.");
    }

    @Test
    void consumedCapacityIsCountedByTheSizeOfTheItem() {
        var put = client.putItem(r -> r.tableName("orders")
                .item(Map.of("id", text("a"), "v", text("x".repeat(5000))))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));

        assertThat(put.consumedCapacity().capacityUnits()).isEqualTo(5);
        assertThat(client.getItem(r -> r.tableName("orders")
                                .key(key("a"))
                                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                        .consumedCapacity()
                        .capacityUnits())
                .isEqualTo(1);
        assertThat(client.getItem(r -> r.tableName("orders")
                                .key(key("a"))
                                .consistentRead(true)
                                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES))
                        .consumedCapacity()
                        .table()
                        .capacityUnits())
                .isEqualTo(2);
    }

    @Test
    void aTableIsLostAndRestoredFromAnOlderCopy() {
        put("a", Map.of("v", number("1")));
        var copy = tables.aws.loop().exclusively(() -> tables.aws.dynamoDb().items("orders"));
        put("a", Map.of("v", number("2")));
        put("b", Map.of());

        tables.aws.loop().exclusively(() -> tables.aws.dynamoDb().loseItems("orders"));
        assertThat(client.scan(r -> r.tableName("orders")).items()).isEmpty();
        tables.aws.loop().exclusively(() -> tables.aws.dynamoDb().restoreItems("orders", copy));
        assertThat(client.scan(r -> r.tableName("orders")).items())
                .containsExactly(Map.of("id", text("a"), "v", number("1")));
    }

    private List<String> lines(String condition, Map<String, AttributeValue> more, boolean forward) {
        var values = new HashMap<>(Map.of(":id", text("a")));
        if (more != null) {
            values.putAll(more);
        }
        return client
                .query(r -> r.tableName("lines")
                        .keyConditionExpression(condition)
                        .expressionAttributeValues(values)
                        .scanIndexForward(forward))
                .items()
                .stream()
                .map(item -> item.get("line").n())
                .toList();
    }

    private Map<String, AttributeValue> increment(ReturnValue returnValue) {
        return client.updateItem(r -> r.tableName("orders")
                        .key(key("a"))
                        .updateExpression("ADD v :one")
                        .expressionAttributeValues(Map.of(":one", number("1")))
                        .returnValues(returnValue))
                .attributes();
    }

    private void put(String id, Map<String, AttributeValue> attributes) {
        var item = new HashMap<>(attributes);
        item.put("id", text(id));
        client.putItem(r -> r.tableName("orders").item(item));
    }

    private Map<String, AttributeValue> item(String id) {
        return client.getItem(r -> r.tableName("orders").key(key(id))).item();
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("id", text(id));
    }
}
