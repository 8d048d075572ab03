package com.dashjoin.jsonata;

import com.dashjoin.jsonata.Jsonata.JFunction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The library, with arithmetic and error messages as Step Functions has them. Measured on AWS with TestState in August
 * 2026, and written down in the tests of floci-io/floci (JsonataEvaluatorTest) and its page on Step Functions.
 */
public final class StepFunctionsJsonata extends Jsonata {

    private static final Map<String, String> ITEM_TYPES =
            Map.of("a", "arrays", "b", "booleans", "f", "functions", "n", "numbers", "o", "objects", "s", "strings");

    private StepFunctionsJsonata(String expression) {
        super(expression);
    }

    private StepFunctionsJsonata(Jsonata other) {
        super(other);
    }

    /** @throws JException if it is no JSONata */
    public static Jsonata of(String expression) {
        return new StepFunctionsJsonata(expression);
    }

    /** One for each thread, as the library has it, but of this class. */
    @Override
    Jsonata getPerThreadInstance() {
        if (current.get() instanceof StepFunctionsJsonata mine) {
            return mine;
        }
        var mine = new StepFunctionsJsonata(this);
        current.set(mine);
        return mine;
    }

    /** What no number of JSON is, such as 1 / 0, is a value: only computing with it fails. */
    @Override
    Object evaluateNumericExpression(Object left, Object right, String operator) {
        if (!(left instanceof Number leftNumber)
                || !(right instanceof Number rightNumber)
                || !Utils.isNumeric(left)
                || !Utils.isNumeric(right)) {
            return super.evaluateNumericExpression(left, right, operator);
        }
        double a = leftNumber.doubleValue();
        double b = rightNumber.doubleValue();
        double result =
                switch (operator) {
                    case "+" -> a + b;
                    case "-" -> a - b;
                    case "*" -> a * b;
                    case "/" -> a / b;
                    default -> a % b;
                };
        return Double.isFinite(result) ? Utils.convertNumber(result) : (Object) result;
    }

    @Override
    Object evaluateStringConcat(Object left, Object right) {
        return super.evaluateStringConcat(inFull(left), inFull(right));
    }

    /**
     * What {@code $string} makes of a value: JSONata's own, but whole numbers keep all digits up to 1e21.
     *
     * @param prettify {@code null} for no
     */
    public static String string(Object value, Boolean prettify) {
        return Functions.string(inFull(value), prettify);
    }

    /** The library goes over to exponents where 64 bits end. */
    private static Object inFull(Object value) {
        if (value instanceof Double number) {
            double size = Math.abs(number);
            return size >= 0x1p63 && size < 1e21 ? new BigDecimal(number.toString()).toBigInteger() : value;
        }
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<Object, Object>();
            map.forEach((key, item) -> copy.put(key, inFull(item)));
            return copy;
        }
        if (value instanceof List<?> list) {
            var copy = new ArrayList<Object>(list.size());
            list.forEach(item -> copy.add(inFull(item)));
            return copy;
        }
        return value;
    }

    @Override
    Object evaluateComparisonExpression(Object left, Object right, String operator) {
        try {
            return super.evaluateComparisonExpression(left, right, operator);
        } catch (JException e) {
            if (!"T2009".equals(e.getError())) {
                throw e;
            }
            throw new JException("T2009: The values " + show(left) + " and " + show(right)
                    + " either side of operator \"" + operator + "\" must be of the same data type");
        }
    }

    private static String show(Object value) {
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }

    /** Names argument and function, which the library leaves out when it refuses the items of an array. */
    @Override
    Object validateArguments(Object function, Object arguments, Object context) {
        try {
            return super.validateArguments(function, arguments, context);
        } catch (JException e) {
            if (!"T0412".equals(e.getError()) || !(function instanceof JFunction called)) {
                throw e;
            }
            String type = String.valueOf(e.getExpected());
            throw new JException("T0412: Argument " + (place(e.getCurrent(), (List<?>) arguments) + 1)
                    + " of function \"" + called.functionName + "\" must be an array of \""
                    + ITEM_TYPES.getOrDefault(type, type) + "\"");
        }
    }

    private static int place(Object argument, List<?> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) == argument) {
                return i;
            }
        }
        return 0;
    }
}
