package io.gatelink.local.dynamodb;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.Stack.KeyAttribute;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A table and its items. */
public final class Table {

    private static final String INVALID = "One or more parameter values were invalid: ";
    private static final int LARGEST_PARTITION_KEY = 2048;
    private static final int LARGEST_SORT_KEY = 1024;

    private final Stack.Table schema;
    private final Instant created;
    private final NavigableMap<Key, M> items;

    Table(Stack.Table schema, Instant created) {
        this(schema, created, new TreeMap<>());
    }

    private Table(Stack.Table schema, Instant created, NavigableMap<Key, M> items) {
        this.schema = schema;
        this.created = created;
        this.items = items;
    }

    /** This table and its items, with other settings. */
    Table with(Stack.Table settings) {
        return new Table(settings, created, items);
    }

    Stack.Table schema() {
        return schema;
    }

    Instant created() {
        return created;
    }

    NavigableMap<Key, M> items() {
        return items;
    }

    /** {@code null} if there is none. */
    M get(Key key) {
        return items.get(key);
    }

    /** @param item {@code null} for none */
    void set(Key key, M item) {
        if (item == null) {
            items.remove(key);
        } else {
            items.put(key, item);
        }
    }

    /** @throws AwsException ValidationException, if it is not a key of this table's */
    Key key(M key) {
        List<KeyAttribute> attributes = schema.keySchema();
        if (key.values().size() != attributes.size()) {
            throw noMatch();
        }
        for (KeyAttribute attribute : attributes) {
            AttributeValue value = key.get(attribute.name());
            if (value == null || !value.type().equals(attribute.type())) {
                throw noMatch();
            }
            requireContent(attribute, value, INVALID);
        }
        return make(key);
    }

    /** @throws AwsException ValidationException, if the item lacks a part of the key */
    Key keyOfItem(M item) {
        for (KeyAttribute attribute : schema.keySchema()) {
            AttributeValue value = item.get(attribute.name());
            if (value == null) {
                throw invalid(INVALID + "Missing the key " + attribute.name() + " in the item");
            }
            if (!value.type().equals(attribute.type())) {
                throw invalid(INVALID + "Type mismatch for key " + attribute.name() + " expected: " + attribute.type()
                        + " actual: " + value.type());
            }
            requireContent(attribute, value, "One or more parameter values are not valid. ");
        }
        return make(item);
    }

    /** The key attributes of an item. */
    M keyAttributes(M item) {
        var key = new LinkedHashMap<String, AttributeValue>();
        schema.keySchema().forEach(attribute -> key.put(attribute.name(), item.get(attribute.name())));
        return new M(key);
    }

    boolean isKey(String attribute) {
        return schema.keySchema().stream().anyMatch(key -> key.name().equals(attribute));
    }

    private Key make(M item) {
        AttributeValue partition = item.get(schema.partitionKey().name());
        AttributeValue sort =
                schema.sortKey().map(attribute -> item.get(attribute.name())).orElse(null);
        if (partition.size() > LARGEST_PARTITION_KEY) {
            throw invalid(INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes");
        }
        if (sort != null && sort.size() > LARGEST_SORT_KEY) {
            throw invalid(INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
        }
        return Key.of(partition, sort);
    }

    private static void requireContent(KeyAttribute attribute, AttributeValue value, String prefix) {
        if (value.size() == 0) {
            throw invalid(prefix + "The AttributeValue for a key attribute cannot contain an empty "
                    + (attribute.type().equals("S") ? "string" : "binary") + " value. Key: " + attribute.name());
        }
    }

    private static AwsException noMatch() {
        return invalid("The provided key element does not match the schema");
    }

    private static AwsException invalid(String message) {
        return new AwsException("ValidationException", 400, message);
    }
}
