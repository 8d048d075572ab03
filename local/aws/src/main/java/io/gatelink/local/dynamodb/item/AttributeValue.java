package io.gatelink.local.dynamodb.item;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A value of DynamoDB, immutable; the types bear the names that they have on the wire. An item is an {@link M}.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html">
 *     AttributeValue</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">
 *     Item sizes</a>
 */
public sealed interface AttributeValue {

    /** The type's name on the wire, e.g. {@code SS}. */
    default String type() {
        return getClass().getSimpleName();
    }

    /** Its size in bytes, as DynamoDB counts it. */
    int size();

    /** A string. */
    record S(String value) implements AttributeValue {

        @Override
        public int size() {
            return utf8(value).length;
        }
    }

    /** A number, without trailing zeros, so that equal numbers are equal values. */
    record N(BigDecimal value) implements AttributeValue {

        public N {
            value = Numbers.normalized(value);
        }

        @Override
        public int size() {
            return Numbers.size(value);
        }
    }

    /** Bytes, as their Base64 encoding. */
    record B(String base64) implements AttributeValue {

        /** The bytes themselves. */
        public byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        @Override
        public int size() {
            return bytes().length;
        }
    }

    /** True or false. */
    record BOOL(boolean value) implements AttributeValue {

        @Override
        public int size() {
            return 1;
        }
    }

    /** Null. */
    record NULL() implements AttributeValue {

        @Override
        public int size() {
            return 1;
        }
    }

    /** A list. */
    record L(List<AttributeValue> values) implements AttributeValue {

        public L {
            values = List.copyOf(values);
        }

        @Override
        public int size() {
            return 3 + values.stream().mapToInt(value -> 1 + value.size()).sum();
        }
    }

    /** A map, or a whole item. */
    record M(Map<String, AttributeValue> values) implements AttributeValue {

        /** Without any attribute. */
        public static final M EMPTY = new M(Map.of());

        public M {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** {@code null} if it has no such attribute. */
        public AttributeValue get(String name) {
            return values.get(name);
        }

        @Override
        public int size() {
            return 3 + values.size() + itemSize();
        }

        /** The size of an item that this is the whole of. */
        public int itemSize() {
            return values.entrySet().stream()
                    .mapToInt(
                            each -> utf8(each.getKey()).length + each.getValue().size())
                    .sum();
        }
    }

    /** A set of strings. */
    record SS(SortedSet<String> values) implements AttributeValue {

        public SS(Collection<String> values) {
            this(new TreeSet<>(values));
        }

        public SS {
            values = Collections.unmodifiableSortedSet(values);
        }

        @Override
        public int size() {
            return values.stream().mapToInt(value -> utf8(value).length).sum();
        }
    }

    /** A set of numbers. */
    record NS(SortedSet<BigDecimal> values) implements AttributeValue {

        public NS(Collection<BigDecimal> values) {
            this(new TreeSet<>(values.stream().map(Numbers::normalized).toList()));
        }

        public NS {
            values = Collections.unmodifiableSortedSet(values);
        }

        @Override
        public int size() {
            return values.stream().mapToInt(Numbers::size).sum();
        }
    }

    /** A set of binary values, as their Base64 encodings. */
    record BS(SortedSet<String> values) implements AttributeValue {

        public BS(Collection<String> values) {
            this(new TreeSet<>(values));
        }

        public BS {
            values = Collections.unmodifiableSortedSet(values);
        }

        @Override
        public int size() {
            return values.stream()
                    .mapToInt(value -> Base64.getDecoder().decode(value).length)
                    .sum();
        }
    }

    /** Whether both are strings, numbers or binary values, so that one of them may be less than the other. */
    static boolean areComparable(AttributeValue a, AttributeValue b) {
        return a instanceof S && b instanceof S || a instanceof N && b instanceof N || a instanceof B && b instanceof B;
    }

    /** The order of two comparable values: strings by their UTF-8 bytes, binary values by unsigned bytes. */
    static int compare(AttributeValue a, AttributeValue b) {
        if (a instanceof N left && b instanceof N right) {
            return left.value().compareTo(right.value());
        }
        if (a instanceof S left && b instanceof S right) {
            return Arrays.compareUnsigned(utf8(left.value()), utf8(right.value()));
        }
        return Arrays.compareUnsigned(((B) a).bytes(), ((B) b).bytes());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
