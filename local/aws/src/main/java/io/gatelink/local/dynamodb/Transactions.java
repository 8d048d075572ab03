package io.gatelink.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.DynamoDbErrors.Reason;
import io.gatelink.local.dynamodb.Write.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes that are made together or not at all.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html">
 *     TransactWriteItems</a>
 */
final class Transactions {

    private static final Duration TOKEN_LASTS = Duration.ofMinutes(10);
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Account account;
    private final Function<String, Table> tables;
    private final Map<String, Made> made = new LinkedHashMap<>();

    /** @param tables by name or ARN; throws ResourceNotFoundException */
    Transactions(Account account, Function<String, Table> tables) {
        this.account = account;
        this.tables = tables;
    }

    /** A transaction that its token stands for. */
    private record Made(JsonNode request, Instant at, List<Change> changes) {}

    List<Change> write(List<Write> writes, String token, JsonNode request) {
        List<Write.Prepared> prepared = writes.stream().map(Write::prepare).toList();
        List<Table> involved =
                writes.stream().map(write -> tables.apply(write.tableName())).toList();
        Instant now = account.loop().instant();
        made.values().removeIf(each -> !now.isBefore(each.at().plus(TOKEN_LASTS)));
        Made before = token == null ? null : made.get(token);
        if (before != null) {
            if (!before.request().equals(request)) {
                throw DynamoDbErrors.otherRequest();
            }
            return before.changes();
        }
        List<Change> changes = changes(prepared, involved);
        changes.forEach(Change::make);
        if (token != null) {
            made.put(token, new Made(request, now, changes));
        }
        return changes;
    }

    private static List<Change> changes(List<Write.Prepared> prepared, List<Table> involved) {
        boolean repeated = false;
        var keys = new HashSet<List<Object>>();
        var changes = new ArrayList<Change>();
        var reasons = new ArrayList<Reason>();
        for (int i = 0; i < prepared.size(); i++) {
            Write.Prepared each = prepared.get(i);
            Table table = involved.get(i);
            try {
                repeated |= !keys.add(List.of(table.schema().arn(), each.key(table)));
                changes.add(each.change(table));
                reasons.add(Reason.NONE);
            } catch (AwsException e) {
                reasons.add(reason(e, each, table));
            }
        }
        if (repeated) {
            throw DynamoDbErrors.invalid("Transaction request cannot include multiple operations on one item");
        }
        if (changes.size() < prepared.size()) {
            throw DynamoDbErrors.transactionCanceled(reasons);
        }
        if (changes.stream().mapToLong(Change::size).sum() > MOST_BYTES) {
            throw DynamoDbErrors.invalid("Collection size in transaction exceeds the limit of 4 MB");
        }
        return changes;
    }

    private static Reason reason(AwsException e, Write.Prepared each, Table table) {
        if (e.code().equals("ConditionalCheckFailedException")) {
            return new Reason(
                    "ConditionalCheckFailed",
                    e.getMessage(),
                    each.write().returnOldOnFail() ? table.get(each.key(table)) : null);
        }
        return new Reason("ValidationError", e.getMessage(), null);
    }
}
