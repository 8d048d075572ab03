package io.gatelink.local.dynamodb;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Predicate;

/**
 * Query and Scan: a page of a table's items.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html">Paginating
 *     results</a>
 */
public final class Reads {

    private static final int MOST_BYTES = 1024 * 1024;

    private Reads() {}

    /**
     * A request for a page.
     *
     * @param limit             how many items are looked at; 0 for as many as fit in 1 MB
     * @param exclusiveStartKey where the page before ended; {@code null} for the first page
     * @param forward           in which order a query's items come
     * @param segment           of a parallel scan
     * @param totalSegments     of a parallel scan; 0 for none
     */
    public record ReadRequest(
            String tableName,
            Expressions expressions,
            int limit,
            M exclusiveStartKey,
            boolean forward,
            int segment,
            int totalSegments) {}

    /**
     * A page.
     *
     * @param items            those that passed the filter, as they were asked for
     * @param scannedCount     how many were looked at
     * @param lastEvaluatedKey where the next page goes on; {@code null} if this was the last
     * @param size             of all that were looked at, in bytes
     */
    public record ItemPage(Table table, List<M> items, int scannedCount, M lastEvaluatedKey, int size) {}

    /** @throws AwsException ValidationException, if a request's Select does not go with the rest of it */
    static void checkSelect(String select, boolean projection) {
        if (select.equals("ALL_PROJECTED_ATTRIBUTES")) {
            throw DynamoDbErrors.invalid("One or more parameter values were invalid: "
                    + "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }
        if (select.equals("SPECIFIC_ATTRIBUTES") && !projection) {
            throw DynamoDbErrors.invalid("One or more parameter values were invalid: "
                    + "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
                    + "SPECIFIC_ATTRIBUTES");
        }
        if (projection && !select.isEmpty() && !select.equals("SPECIFIC_ATTRIBUTES")) {
            throw DynamoDbErrors.invalid("One or more parameter values were invalid: "
                    + "Cannot specify the ProjectionExpression when choosing to get " + select);
        }
    }

    /**
     * @param segment -1 for none
     * @param total   0 for none
     * @throws AwsException ValidationException
     */
    static void checkSegments(int segment, int total) {
        if (segment >= 0 && total == 0) {
            throw DynamoDbErrors.invalid(
                    "The TotalSegments parameter is required but was not present in the request when "
                            + "Segment parameter is present");
        }
        if (segment < 0 && total > 0) {
            throw DynamoDbErrors.invalid(
                    "The Segment parameter is required but was not present in the request when parameter "
                            + "TotalSegments is present");
        }
        if (total > 0 && segment >= total) {
            throw DynamoDbErrors.invalid(
                    "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
                            + "Segment: "
                            + segment + " is not less than TotalSegments: " + total);
        }
    }

    static ItemPage query(Table table, ReadRequest request, Expressions.Parsed parsed) {
        KeyCondition condition = KeyCondition.of(parsed.keyCondition(), table);
        if (parsed.filter() != null) {
            condition.requireNoKeyIn(parsed.filter(), table);
        }
        return page(
                table,
                request,
                parsed,
                key -> key.partition().equals(condition.partition()),
                condition.sort() == null ? item -> true : condition.sort()::test);
    }

    static ItemPage scan(Table table, ReadRequest request, Expressions.Parsed parsed) {
        int total = request.totalSegments();
        return page(table, request, parsed, key -> total == 0 || key.segment(total) == request.segment(), item -> true);
    }

    private static ItemPage page(
            Table table, ReadRequest request, Expressions.Parsed parsed, Predicate<Key> among, Predicate<M> range) {
        NavigableMap<Key, M> all =
                request.forward() ? table.items() : table.items().descendingMap();
        if (request.exclusiveStartKey() != null) {
            all = all.tailMap(startKey(table, request.exclusiveStartKey(), among), false);
        }
        var items = new ArrayList<M>();
        int scanned = 0;
        int size = 0;
        M last = null;
        for (Map.Entry<Key, M> each : all.entrySet()) {
            M item = each.getValue();
            if (!among.test(each.getKey()) || !range.test(item)) {
                continue;
            }
            if (scanned > 0 && size + item.itemSize() > MOST_BYTES) {
                return new ItemPage(table, items, scanned, table.keyAttributes(last), size);
            }
            size += item.itemSize();
            scanned++;
            last = item;
            if (parsed.filter() == null || parsed.filter().test(item)) {
                items.add(
                        parsed.projection() == null ? item : parsed.projection().of(item));
            }
            if (scanned == request.limit()) {
                return new ItemPage(table, items, scanned, table.keyAttributes(last), size);
            }
        }
        return new ItemPage(table, items, scanned, null, size);
    }

    private static Key startKey(Table table, M start, Predicate<Key> among) {
        Key key;
        try {
            key = table.key(start);
        } catch (AwsException e) {
            throw DynamoDbErrors.invalid("The provided starting key is invalid: " + e.getMessage());
        }
        if (!among.test(key)) {
            throw DynamoDbErrors.invalid(
                    "The provided starting key is outside query boundaries based on provided conditions");
        }
        return key;
    }
}
