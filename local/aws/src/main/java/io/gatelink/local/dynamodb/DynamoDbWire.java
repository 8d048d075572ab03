package io.gatelink.local.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.dynamodb.Reads.ItemPage;
import io.gatelink.local.dynamodb.Reads.ReadRequest;
import io.gatelink.local.dynamodb.Write.Change;
import io.gatelink.local.dynamodb.Write.Kind;
import io.gatelink.local.dynamodb.Write.ReturnValues;
import io.gatelink.local.dynamodb.item.AttributeValueJson;
import io.gatelink.local.http.JsonWire;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.TargetHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@link DynamoDb} on the wire: AWS JSON 1.0. */
public final class DynamoDbWire extends JsonWire<DynamoDbRequest> {

    private static final TargetHeader TARGET = new TargetHeader("DynamoDB", "DynamoDB_20120810.");
    private static final List<String> LEGACY = List.of(
            "Expected",
            "ConditionalOperator",
            "AttributeUpdates",
            "AttributesToGet",
            "KeyConditions",
            "QueryFilter",
            "ScanFilter");
    private static final List<String> RETURN_VALUES =
            List.of("ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW");
    private static final List<String> ON_FAILURE = List.of("ALL_OLD", "NONE");
    private static final List<String> SELECT =
            List.of("SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES");
    private static final int MOST_IN_TRANSACTION = 100;
    private static final int MOST_SEGMENTS = 1_000_000;
    private static final Map<String, Kind> ENTRIES = new LinkedHashMap<>();

    static {
        ENTRIES.put("ConditionCheck", Kind.CHECK);
        ENTRIES.put("Put", Kind.PUT);
        ENTRIES.put("Update", Kind.UPDATE);
        ENTRIES.put("Delete", Kind.DELETE);
    }

    private final DynamoDb dynamoDb;

    public DynamoDbWire(DynamoDb dynamoDb) {
        super(Protocol.DYNAMODB, "dynamodb", TARGET, (operation, json) -> DynamoDbRequest.of(operation, json)
                .refuse(LEGACY));
        this.dynamoDb = Objects.requireNonNull(dynamoDb, "dynamoDb");
        add("GetItem", this::getItem);
        add("PutItem", request -> write(request, Kind.PUT));
        add("UpdateItem", request -> write(request, Kind.UPDATE));
        add("DeleteItem", request -> write(request, Kind.DELETE));
        add("TransactWriteItems", this::transactWriteItems);
        add("Query", this::query);
        add("Scan", this::scan);
        add("DescribeTable", this::describeTable);
        add("ListTables", this::listTables);
    }

    private ObjectNode getItem(DynamoDbRequest request) {
        String table = request.tableName();
        var key = request.requiredItem("Key");
        boolean consistent = request.flag("ConsistentRead", false);
        var capacity = ConsumedCapacity.asked(request);
        var expressions = request.expressions(List.of("ProjectionExpression"));
        request.requireValid();
        DynamoDb.Found found = dynamoDb.getItem(table, key, expressions);
        ObjectNode answer = Json.object();
        found.item().ifPresent(item -> answer.set("Item", AttributeValueJson.writeItem(item)));
        capacity.ofRead(answer, found.table(), found.size(), consistent);
        return answer;
    }

    private ObjectNode write(DynamoDbRequest request, Kind kind) {
        ReturnValues wanted = returnValues(request);
        var capacity = ConsumedCapacity.asked(request);
        // There are no local secondary indexes, which alone have item collections.
        request.oneOf("ReturnItemCollectionMetrics", List.of("SIZE", "NONE"), "NONE");
        Write write = writeOf(request, kind);
        request.requireValid();
        if (kind != Kind.UPDATE && wanted != ReturnValues.ALL_OLD && wanted != ReturnValues.NONE) {
            throw DynamoDbErrors.invalid("ReturnValues can only be ALL_OLD or NONE");
        }
        Change change = dynamoDb.write(write);
        ObjectNode answer = Json.object();
        change.attributes(wanted).ifPresent(item -> answer.set("Attributes", AttributeValueJson.writeItem(item)));
        capacity.ofWrites(answer, List.of(change));
        return answer;
    }

    private static ReturnValues returnValues(DynamoDbRequest request) {
        String name = request.oneOf("ReturnValues", RETURN_VALUES, "NONE");
        return Arrays.stream(ReturnValues.values())
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(ReturnValues.NONE);
    }

    private static Write writeOf(DynamoDbRequest request, Kind kind) {
        String table = request.tableName();
        var item = request.requiredItem(kind == Kind.PUT ? "Item" : "Key");
        boolean returnOld = request.oneOf("ReturnValuesOnConditionCheckFailure", ON_FAILURE, "NONE")
                .equals("ALL_OLD");
        return new Write(
                kind,
                table,
                item,
                request.expressions(
                        kind == Kind.UPDATE
                                ? List.of("UpdateExpression", "ConditionExpression")
                                : List.of("ConditionExpression")),
                returnOld);
    }

    private ObjectNode transactWriteItems(DynamoDbRequest request) {
        var writes = new ArrayList<Write>();
        for (DynamoDbRequest entry : request.structures("TransactItems", MOST_IN_TRANSACTION)) {
            List<String> kinds = ENTRIES.keySet().stream().filter(entry::has).toList();
            if (kinds.size() != 1) {
                throw DynamoDbErrors.invalid("TransactItems can only contain one of Check, Put, Update or Delete");
            }
            DynamoDbRequest its = entry.structure(kinds.get(0)).refuse(LEGACY);
            Kind kind = ENTRIES.get(kinds.get(0));
            if (kind == Kind.UPDATE) {
                its.requiredText("UpdateExpression");
            } else if (kind == Kind.CHECK) {
                its.requiredText("ConditionExpression");
            }
            writes.add(writeOf(its, kind));
        }
        String token = request.text("ClientRequestToken");
        if (token != null && (token.isEmpty() || token.length() > 36)) {
            request.violation(
                    "'" + token + "'",
                    "ClientRequestToken",
                    token.isEmpty()
                            ? "Member must have length greater than or equal to 1"
                            : "Member must have length less than or " + "equal to 36");
        }
        var capacity = ConsumedCapacity.asked(request);
        request.oneOf("ReturnItemCollectionMetrics", List.of("SIZE", "NONE"), "NONE");
        request.requireValid();
        List<Change> changes = dynamoDb.transactWriteItems(writes, token, request.json("TransactItems"));
        ObjectNode answer = Json.object();
        capacity.ofTransaction(answer, changes);
        return answer;
    }

    private ObjectNode query(DynamoDbRequest request) {
        boolean forward = request.flag("ScanIndexForward", true);
        return page(request, forward, -1, 0, true);
    }

    private ObjectNode scan(DynamoDbRequest request) {
        int segment = request.whole("Segment", 0, MOST_SEGMENTS - 1);
        int total = request.whole("TotalSegments", 1, MOST_SEGMENTS);
        return page(request, true, segment, total, false);
    }

    private ObjectNode page(DynamoDbRequest request, boolean forward, int segment, int total, boolean query) {
        String table = request.tableName();
        int limit = request.whole("Limit", 1, Integer.MAX_VALUE);
        String select = request.oneOf("Select", SELECT, "");
        var start = request.item("ExclusiveStartKey");
        boolean consistent = request.flag("ConsistentRead", false);
        var capacity = ConsumedCapacity.asked(request);
        var expressions = request.expressions(
                query
                        ? List.of("KeyConditionExpression", "FilterExpression", "ProjectionExpression")
                        : List.of("FilterExpression", "ProjectionExpression"));
        String index = request.text("IndexName");
        request.requireValid();
        if (index != null) {
            throw DynamoDbErrors.invalid("The table does not have the specified index: " + index);
        }
        Reads.checkSelect(select, request.has("ProjectionExpression"));
        Reads.checkSegments(segment, total);
        var asked = new ReadRequest(table, expressions, limit, start, forward, Math.max(segment, 0), total);
        ItemPage page = query ? dynamoDb.query(asked) : dynamoDb.scan(asked);
        ObjectNode answer = Json.object();
        if (!select.equals("COUNT")) {
            var items = answer.putArray("Items");
            page.items().forEach(item -> items.add(AttributeValueJson.writeItem(item)));
        }
        answer.put("Count", page.items().size()).put("ScannedCount", page.scannedCount());
        if (page.lastEvaluatedKey() != null) {
            answer.set("LastEvaluatedKey", AttributeValueJson.writeItem(page.lastEvaluatedKey()));
        }
        capacity.ofRead(answer, page.table(), page.size(), consistent);
        return answer;
    }

    private ObjectNode describeTable(DynamoDbRequest request) {
        String name = request.tableName();
        request.requireValid();
        return Json.object().set("Table", TableDescription.of(dynamoDb.describeTable(name)));
    }

    private ObjectNode listTables(DynamoDbRequest request) {
        int limit = request.whole("Limit", 1, 100);
        String start = request.text("ExclusiveStartTableName");
        request.checkLength("ExclusiveStartTableName", start, 3, 255);
        request.requireValid();
        List<String> after = dynamoDb.listTables().stream()
                .filter(name -> start == null || name.compareTo(start) > 0)
                .toList();
        List<String> names = after.subList(0, Math.min(after.size(), limit == 0 ? 100 : limit));
        ObjectNode answer = Json.object();
        names.forEach(answer.putArray("TableNames")::add);
        if (names.size() < after.size()) {
            answer.put("LastEvaluatedTableName", names.get(names.size() - 1));
        }
        return answer;
    }
}
