package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValue.L;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.AttributeValue.N;
import io.gatelink.local.dynamodb.item.DocumentPath;
import io.gatelink.local.dynamodb.item.Numbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What an expression compares, or sets an attribute to. */
sealed interface Operand extends Node {

    /** Its value; {@code null} if it has none in this item. */
    AttributeValue in(M item);

    /** A path in the item. */
    record Path(DocumentPath path) implements Operand {

        @Override
        public AttributeValue in(M item) {
            return path.get(item);
        }
    }

    /** A value of ExpressionAttributeValues. */
    record Literal(AttributeValue value) implements Operand {

        @Override
        public AttributeValue in(M item) {
            return value;
        }
    }

    /** A function: in a condition those that tell whether, and {@code size}; in an update those that give values. */
    record Call(String name, List<Operand> arguments) implements Operand {

        public Call {
            arguments = List.copyOf(arguments);
        }

        /** @throws AwsException ValidationException, from an update's functions */
        @Override
        public AttributeValue in(M item) {
            return switch (name) {
                case "size" -> sizeOf(arguments.get(0).in(item));
                case "if_not_exists" -> {
                    AttributeValue there = arguments.get(0).in(item);
                    yield there != null ? there : required(arguments.get(1), item);
                }
                default -> appended(required(arguments.get(0), item), required(arguments.get(1), item));
            };
        }

        private static AttributeValue appended(AttributeValue first, AttributeValue second) {
            if (!(first instanceof L head) || !(second instanceof L tail)) {
                throw wrongType();
            }
            var all = new ArrayList<>(head.values());
            all.addAll(tail.values());
            return new L(all);
        }

        private static AttributeValue sizeOf(AttributeValue value) {
            if (value instanceof AttributeValue.S text) {
                return number(text.value().length());
            }
            if (value instanceof AttributeValue.B binary) {
                return number(binary.bytes().length);
            }
            if (value instanceof L list) {
                return number(list.values().size());
            }
            if (value instanceof M map) {
                return number(map.values().size());
            }
            if (value instanceof AttributeValue.SS strings) {
                return number(strings.values().size());
            }
            if (value instanceof AttributeValue.NS numbers) {
                return number(numbers.values().size());
            }
            return value instanceof AttributeValue.BS binaries
                    ? number(binaries.values().size())
                    : null;
        }

        private static N number(int value) {
            return new N(BigDecimal.valueOf(value));
        }
    }

    /** A sum or a difference, in an update. */
    record Arithmetic(Operand left, boolean minus, Operand right) implements Operand {

        @Override
        public AttributeValue in(M item) {
            AttributeValue a = required(left, item);
            AttributeValue b = required(right, item);
            if (!(a instanceof N first) || !(b instanceof N second)) {
                throw wrongType();
            }
            return new N(
                    minus
                            ? Numbers.subtract(first.value(), second.value())
                            : Numbers.add(first.value(), second.value()));
        }
    }

    /** @throws AwsException ValidationException, if it has no value */
    static AttributeValue required(Operand operand, M item) {
        AttributeValue value = operand.in(item);
        if (value == null) {
            throw new AwsException(
                    "ValidationException",
                    400,
                    "The provided expression refers to an attribute that does not exist in the item");
        }
        return value;
    }

    /** What AWS says to an update of a value that it does not fit. */
    static AwsException wrongType() {
        return new AwsException(
                "ValidationException", 400, "An operand in the update expression has an incorrect data type");
    }
}
