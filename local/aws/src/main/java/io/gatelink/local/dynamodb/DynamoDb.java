package io.gatelink.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.Reads.ItemPage;
import io.gatelink.local.dynamodb.Reads.ReadRequest;
import io.gatelink.local.dynamodb.Write.Change;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.template.Stack;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * DynamoDB: the template's tables and their items. Every read is strongly consistent. Used exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html">API
 *     reference</a>
 */
public final class DynamoDb {

    private final Account account;
    private final Map<String, Table> tables = new TreeMap<>();
    private final Transactions transactions;

    public DynamoDb(Account account) {
        this.account = Objects.requireNonNull(account, "account");
        this.transactions = new Transactions(account, this::table);
    }

    /** Has these tables and no others. One that stays keeps its items, unless its key is another one. */
    public void deploy(List<Stack.Table> deployed) {
        var next = new TreeMap<String, Table>();
        for (Stack.Table schema : deployed) {
            Table before = tables.get(schema.name());
            next.put(
                    schema.name(),
                    before != null && before.schema().keySchema().equals(schema.keySchema())
                            ? before.with(schema)
                            : new Table(schema, account.loop().instant()));
        }
        tables.clear();
        tables.putAll(next);
    }

    /** The names of all tables, in order. */
    public List<String> listTables() {
        return List.copyOf(tables.keySet());
    }

    /** @throws AwsException ResourceNotFoundException */
    public Table describeTable(String tableName) {
        return tables.values().stream()
                .filter(table -> isNamed(table, tableName))
                .findFirst()
                .orElseThrow(() -> new AwsException(
                        "ResourceNotFoundException",
                        400,
                        "Requested resource not found: Table: " + tableName + " not found"));
    }

    /**
     * Reads an item.
     *
     * @param key as it came: the whole key
     * @return the item, or the parts of it that the ProjectionExpression asks for
     * @throws AwsException ResourceNotFoundException, ValidationException
     */
    public Found getItem(String tableName, M key, Expressions expressions) {
        Expressions.Parsed parsed = expressions.parse();
        Table table = table(tableName);
        M item = table.get(table.key(key));
        return new Found(
                table,
                Optional.ofNullable(item)
                        .map(whole -> parsed.projection() == null
                                ? whole
                                : parsed.projection().of(whole)),
                item == null ? 0 : item.itemSize());
    }

    /**
     * What GetItem finds.
     *
     * @param size of the whole item, in bytes
     */
    public record Found(Table table, Optional<M> item, int size) {}

    /**
     * Writes an item: PutItem, UpdateItem or DeleteItem.
     *
     * @throws AwsException ResourceNotFoundException, ValidationException, ConditionalCheckFailedException
     */
    public Change write(Write write) {
        Write.Prepared prepared = write.prepare();
        Change change = prepared.change(table(write.tableName()));
        change.make();
        return change;
    }

    /**
     * Writes items together, or none of them.
     *
     * @param token   ClientRequestToken, for ten minutes; {@code null} for none
     * @param request what the token stands for
     * @throws AwsException ResourceNotFoundException, ValidationException, TransactionCanceledException,
     *                      IdempotentParameterMismatchException
     */
    public List<Change> transactWriteItems(List<Write> writes, String token, JsonNode request) {
        return transactions.write(writes, token, request);
    }

    /** @throws AwsException ResourceNotFoundException, ValidationException */
    public ItemPage query(ReadRequest request) {
        Expressions.Parsed parsed = request.expressions().parse();
        return Reads.query(table(request.tableName()), request, parsed);
    }

    /** @throws AwsException ResourceNotFoundException, ValidationException */
    public ItemPage scan(ReadRequest request) {
        Expressions.Parsed parsed = request.expressions().parse();
        return Reads.scan(table(request.tableName()), request, parsed);
    }

    /**
     * All items of a table, in the order of a scan; they stay as they are whatever is written later.
     *
     * @throws AwsException ResourceNotFoundException
     */
    public List<M> items(String tableName) {
        return List.copyOf(table(tableName).items().values());
    }

    /**
     * Loses all items of a table, as if it had been deleted and made anew.
     *
     * @throws AwsException ResourceNotFoundException
     */
    public void loseItems(String tableName) {
        table(tableName).items().clear();
    }

    /**
     * Restores a table from a copy: what {@link #items} gave at some time.
     *
     * @throws AwsException ResourceNotFoundException; ValidationException, for an item without the table's key
     */
    public void restoreItems(String tableName, List<M> items) {
        Table table = table(tableName);
        table.items().clear();
        items.forEach(item -> table.set(table.keyOfItem(item), item));
    }

    private Table table(String tableName) {
        Table table = tables.get(tableName);
        if (table != null) {
            return table;
        }
        return tables.values().stream()
                .filter(each -> isNamed(each, tableName))
                .findFirst()
                .orElseThrow(DynamoDbErrors::noTable);
    }

    private static boolean isNamed(Table table, String name) {
        return table.schema().name().equals(name) || table.schema().arn().equals(name);
    }
}
