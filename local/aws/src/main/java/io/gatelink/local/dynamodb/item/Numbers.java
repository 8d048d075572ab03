package io.gatelink.local.dynamodb.item;

import io.gatelink.local.core.AwsException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * DynamoDB's numbers: up to 38 significant digits, magnitudes from 1E-130 to 9.99...E+125.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html">
 *     Supported data types</a>
 */
public final class Numbers {

    private static final int MOST_DIGITS = 38;
    private static final int LARGEST_EXPONENT = 125;
    private static final int SMALLEST_EXPONENT = -130;
    private static final int LONGEST_TEXT = 1000;
    private static final MathContext PRECISION = new MathContext(MOST_DIGITS, RoundingMode.HALF_UP);

    private Numbers() {}

    /** @throws AwsException ValidationException, if it is no number or one that DynamoDB cannot hold */
    public static BigDecimal parse(String text) {
        if (text.isEmpty()) {
            throw invalid("The parameter cannot be converted to a numeric value");
        }
        if (text.length() > LONGEST_TEXT) {
            throw invalid("Attempting to store more than 38 significant digits in a Number");
        }
        try {
            return checked(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw invalid("The parameter cannot be converted to a numeric value: " + text);
        }
    }

    /** @throws AwsException ValidationException, if the sum is too large */
    public static BigDecimal add(BigDecimal a, BigDecimal b) {
        return checked(a.add(b, PRECISION));
    }

    /** @throws AwsException ValidationException, if the difference is too large */
    public static BigDecimal subtract(BigDecimal a, BigDecimal b) {
        return checked(a.subtract(b, PRECISION));
    }

    /** The one form of a number. */
    static BigDecimal normalized(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    /** Its size in bytes: one for each two digits, and one; another one for the sign. */
    static int size(BigDecimal number) {
        return (normalized(number).precision() + 1) / 2 + 1 + (number.signum() < 0 ? 1 : 0);
    }

    private static BigDecimal checked(BigDecimal number) {
        BigDecimal normalized = normalized(number);
        if (normalized.signum() != 0) {
            long exponent = (long) normalized.precision() - normalized.scale() - 1;
            if (exponent > LARGEST_EXPONENT) {
                throw invalid("Number overflow. Attempting to store a number with magnitude larger than supported "
                        + "range");
            }
            if (exponent < SMALLEST_EXPONENT) {
                throw invalid("Number underflow. Attempting to store a number with magnitude smaller than supported "
                        + "range");
            }
            if (normalized.precision() > MOST_DIGITS) {
                throw invalid("Attempting to store more than 38 significant digits in a Number");
            }
        }
        return normalized;
    }

    private static AwsException invalid(String message) {
        return new AwsException("ValidationException", 400, message);
    }
}
