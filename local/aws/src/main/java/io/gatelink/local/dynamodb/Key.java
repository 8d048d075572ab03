package io.gatelink.local.dynamodb;

import io.gatelink.local.core.Json;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValueJson;
import java.util.zip.CRC32;

/**
 * An item's primary key. As in DynamoDB, partitions come in the order of a hash of theirs, and a partition's items in
 * that of their sort keys.
 *
 * @param hash      of the partition key
 * @param sort      {@code null} in a table without a sort key
 */
record Key(long hash, AttributeValue partition, AttributeValue sort) implements Comparable<Key> {

    private static final long HASHES = 1L << 32;

    static Key of(AttributeValue partition, AttributeValue sort) {
        var crc = new CRC32();
        crc.update(Json.bytes(AttributeValueJson.write(partition)));
        return new Key(crc.getValue(), partition, sort);
    }

    /** Which of so many segments of a parallel scan it is in. */
    int segment(int segments) {
        return (int) (hash * segments / HASHES);
    }

    @Override
    public int compareTo(Key other) {
        int order = Long.compare(hash, other.hash);
        if (order == 0) {
            order = AttributeValue.compare(partition, other.partition);
        }
        return order != 0 || sort == null ? order : AttributeValue.compare(sort, other.sort);
    }
}
