package io.gatelink.local.dynamodb.expression;

import io.gatelink.local.dynamodb.item.AttributeValue;
import io.gatelink.local.dynamodb.item.AttributeValue.B;
import io.gatelink.local.dynamodb.item.AttributeValue.BS;
import io.gatelink.local.dynamodb.item.AttributeValue.L;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.dynamodb.item.AttributeValue.N;
import io.gatelink.local.dynamodb.item.AttributeValue.NS;
import io.gatelink.local.dynamodb.item.AttributeValue.S;
import io.gatelink.local.dynamodb.item.AttributeValue.SS;
import java.util.Arrays;
import java.util.List;

/**
 * A condition, filter or key condition, checked and ready to be asked.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html">
 *     Condition and filter expressions, operators, and functions</a>
 */
public sealed interface Condition extends Node {

    /** Whether an item fulfils it; an item that is not there is an empty one. */
    boolean test(M item);

    /** Both. */
    record And(Condition left, Condition right) implements Condition {

        @Override
        public boolean test(M item) {
            return left.test(item) && right.test(item);
        }
    }

    /** One of them, or both. */
    record Or(Condition left, Condition right) implements Condition {

        @Override
        public boolean test(M item) {
            return left.test(item) || right.test(item);
        }
    }

    /** Not so. */
    record Not(Condition condition) implements Condition {

        @Override
        public boolean test(M item) {
            return !condition.test(item);
        }
    }

    /** One of {@code = <> < <= > >=}. */
    record Comparison(Operand left, String operator, Operand right) implements Condition {

        @Override
        public boolean test(M item) {
            AttributeValue a = left.in(item);
            AttributeValue b = right.in(item);
            boolean equal = a != null && a.equals(b);
            if (operator.equals("=") || operator.equals("<>")) {
                return equal == operator.equals("=");
            }
            if (!AttributeValue.areComparable(a, b)) {
                return false;
            }
            int order = AttributeValue.compare(a, b);
            return operator.endsWith("=") && order == 0 || (operator.startsWith("<") ? order < 0 : order > 0);
        }
    }

    /** From one value to another, both included. */
    record Between(Operand operand, Operand lower, Operand upper) implements Condition {

        @Override
        public boolean test(M item) {
            return new Comparison(operand, ">=", lower).test(item) && new Comparison(operand, "<=", upper).test(item);
        }
    }

    /** Equal to one of several. */
    record In(Operand operand, List<Operand> list) implements Condition {

        public In {
            list = List.copyOf(list);
        }

        @Override
        public boolean test(M item) {
            AttributeValue value = operand.in(item);
            return value != null && list.stream().anyMatch(each -> value.equals(each.in(item)));
        }
    }

    /** A function that tells whether. */
    record Predicate(Operand.Call call) implements Condition {

        @Override
        public boolean test(M item) {
            AttributeValue first = call.arguments().get(0).in(item);
            AttributeValue second =
                    call.arguments().size() < 2 ? null : call.arguments().get(1).in(item);
            return switch (call.name()) {
                case "attribute_exists" -> first != null;
                case "attribute_not_exists" -> first == null;
                case "attribute_type" ->
                    first != null && second instanceof S type && first.type().equals(type.value());
                case "begins_with" -> beginsWith(first, second);
                default -> contains(first, second);
            };
        }

        private static boolean beginsWith(AttributeValue value, AttributeValue prefix) {
            if (value instanceof S text && prefix instanceof S start) {
                return text.value().startsWith(start.value());
            }
            if (value instanceof B binary && prefix instanceof B start) {
                byte[] bytes = binary.bytes();
                byte[] first = start.bytes();
                return bytes.length >= first.length && Arrays.equals(bytes, 0, first.length, first, 0, first.length);
            }
            return false;
        }

        private static boolean contains(AttributeValue value, AttributeValue part) {
            if (value instanceof L list) {
                return part != null && list.values().contains(part);
            }
            if (part instanceof S text) {
                return value instanceof S whole && whole.value().contains(text.value())
                        || value instanceof SS set && set.values().contains(text.value());
            }
            if (part instanceof N number) {
                return value instanceof NS set && set.values().contains(number.value());
            }
            return part instanceof B binary
                    && (value instanceof BS set && set.values().contains(binary.base64())
                            || value instanceof B whole && contains(whole.bytes(), binary.bytes()));
        }

        private static boolean contains(byte[] whole, byte[] part) {
            for (int i = 0; i + part.length <= whole.length; i++) {
                if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
                    return true;
                }
            }
            return false;
        }
    }
}
