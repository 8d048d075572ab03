package io.gatelink.local.dynamodb;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.expression.Projection;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.DocumentPath;
import java.util.List;
import java.util.Optional;

/**
 * A PutItem, UpdateItem or DeleteItem, or a transaction's ConditionCheck.
 *
 * @param tableName       or the table's ARN
 * @param item            the new item; for others than a put the key
 * @param returnOldOnFail whether the error is to tell an item that does not fulfil the condition
 */
public record Write(Kind kind, String tableName, M item, Expressions expressions, boolean returnOldOnFail) {

    private static final int LARGEST_ITEM = 400 * 1024;

    /** What is written. */
    public enum Kind {
        PUT,
        UPDATE,
        DELETE,
        CHECK
    }

    /**
     * Which attributes an answer tells.
     *
     * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html">UpdateItem</a>
     */
    public enum ReturnValues {
        NONE,
        ALL_OLD,
        UPDATED_OLD,
        ALL_NEW,
        UPDATED_NEW
    }

    /** A write whose expressions are parsed. */
    record Prepared(Write write, Expressions.Parsed parsed) {

        /**
         * What it does to a table, which it leaves as it is.
         *
         * @throws AwsException ValidationException, ConditionalCheckFailedException
         */
        Change change(Table table) {
            Kind kind = write.kind();
            Key key = key(table);
            M old = table.get(key);
            if (parsed.condition() != null && !parsed.condition().test(old == null ? M.EMPTY : old)) {
                throw DynamoDbErrors.conditionFailed(write.returnOldOnFail() ? old : null);
            }
            M changed =
                    switch (kind) {
                        case PUT -> write.item();
                        case UPDATE -> updated(old);
                        case DELETE -> null;
                        case CHECK -> old;
                    };
            return new Change(
                    table,
                    key,
                    old,
                    changed,
                    parsed.update() == null ? List.of() : parsed.update().paths());
        }

        /** @throws AwsException ValidationException, if the key does not fit the table, or is to be changed */
        Key key(Table table) {
            if (write.kind() == Kind.PUT) {
                return table.keyOfItem(write.item());
            }
            Key key = table.key(write.item());
            if (parsed.update() != null) {
                for (DocumentPath path : parsed.update().paths()) {
                    if (table.isKey(path.attribute())) {
                        throw DynamoDbErrors.invalid(
                                "One or more parameter values were invalid: Cannot update attribute " + path.attribute()
                                        + ". This attribute is part of the key");
                    }
                }
            }
            return key;
        }

        private M updated(M old) {
            M item = old == null ? write.item() : old;
            M updated = parsed.update() == null ? item : parsed.update().apply(item);
            if (updated.itemSize() > LARGEST_ITEM) {
                throw DynamoDbErrors.invalid("Item size to update has exceeded the maximum allowed size");
            }
            return updated;
        }
    }

    /**
     * What a write does.
     *
     * @param old     the item as it was; {@code null} for none
     * @param changed the item as it is then; {@code null} for none
     * @param paths   the places that an update expression names
     */
    public record Change(Table table, Key key, M old, M changed, List<DocumentPath> paths) {

        void make() {
            table.set(key, changed);
        }

        /** The larger of both items, which is what a write is charged by, in bytes. */
        int size() {
            return Math.max(old == null ? 0 : old.itemSize(), changed == null ? 0 : changed.itemSize());
        }

        /** The attributes that are asked for, if there are any. */
        Optional<M> attributes(ReturnValues wanted) {
            M attributes =
                    switch (wanted) {
                        case NONE -> null;
                        case ALL_OLD -> old;
                        case ALL_NEW -> changed;
                        case UPDATED_OLD -> old == null ? null : new Projection(paths).of(old);
                        case UPDATED_NEW -> changed == null ? null : new Projection(paths).of(changed);
                    };
            return Optional.ofNullable(attributes)
                    .filter(found -> !found.values().isEmpty());
        }
    }

    /** @throws AwsException ValidationException, for what is wrong whatever the table is like */
    Prepared prepare() {
        Expressions.Parsed parsed = expressions.parse();
        if (kind == Kind.PUT && item.itemSize() > LARGEST_ITEM) {
            throw DynamoDbErrors.invalid("Item size has exceeded the maximum allowed size");
        }
        return new Prepared(this, parsed);
    }
}
