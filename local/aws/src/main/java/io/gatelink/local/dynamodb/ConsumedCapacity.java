package io.gatelink.local.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.dynamodb.Write.Change;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a request consumed, if it asks for that.
 *
 * @param asked {@code NONE}, {@code TOTAL} or {@code INDEXES}
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html">DynamoDB
 *     reads and writes</a>
 */
record ConsumedCapacity(String asked) {

    private static final int READ_UNIT = 4096;
    private static final int WRITE_UNIT = 1024;

    static ConsumedCapacity asked(DynamoDbRequest request) {
        return new ConsumedCapacity(
                request.oneOf("ReturnConsumedCapacity", List.of("INDEXES", "TOTAL", "NONE"), "NONE"));
    }

    /** @param consistent a read that need not be costs half as much */
    void ofRead(ObjectNode answer, Table table, int size, boolean consistent) {
        if (!asked.equals("NONE")) {
            answer.set("ConsumedCapacity", rendered(table, units(size, READ_UNIT) * (consistent ? 1 : 0.5)));
        }
    }

    void ofWrites(ObjectNode answer, List<Change> changes) {
        if (!asked.equals("NONE")) {
            changes.forEach(change ->
                    answer.set("ConsumedCapacity", rendered(change.table(), units(change.size(), WRITE_UNIT))));
        }
    }

    /** Each write of a transaction costs double. */
    void ofTransaction(ObjectNode answer, List<Change> changes) {
        if (asked.equals("NONE")) {
            return;
        }
        var byTable = new LinkedHashMap<Table, Integer>();
        changes.forEach(change -> byTable.merge(change.table(), 2 * units(change.size(), WRITE_UNIT), Integer::sum));
        ArrayNode all = answer.putArray("ConsumedCapacity");
        byTable.forEach((table, units) -> all.add(rendered(table, units).put("WriteCapacityUnits", (double) units)));
    }

    private ObjectNode rendered(Table table, double units) {
        ObjectNode rendered =
                Json.object().put("TableName", table.schema().name()).put("CapacityUnits", units);
        if (asked.equals("INDEXES")) {
            rendered.putObject("Table").put("CapacityUnits", units);
        }
        return rendered;
    }

    private static int units(int size, int unit) {
        return Math.max(1, (size + unit - 1) / unit);
    }
}
