package io.gatelink.local.states.query;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import com.dashjoin.jsonata.SignedFunction;
import com.dashjoin.jsonata.StepFunctionsJsonata;
import io.gatelink.local.core.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The functions that Step Functions adds to JSONata, and those of JSONata that depend on time and chance, taken from
 * the loop's clock and the account's seed.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Step Functions:
 *      JSONata functions provided by Step Functions</a>
 * @see <a href="https://github.com/floci-io/floci">floci, JsonataEvaluatorTest: rounding towards zero, undefined
 *      results and the limit of $range, measured on AWS with TestState in August 2026</a>
 */
final class StatesFunctions {

    private static final List<String> ALGORITHMS = List.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    /** Measured on AWS: {@code $range(1, 360145, 1)} is accepted, one more is not. */
    private static final BigInteger MAX_RANGE = BigInteger.valueOf(360_145);

    /** By their names: each has the signature that a function of that name has, parsed. */
    private static final Map<String, JFunction> SIGNED = new ConcurrentHashMap<>();

    private StatesFunctions() {}

    static void bind(Frame frame, Instant now, Random random) {
        function(frame, "count", "<x:n>", StatesFunctions::count);
        function(frame, "partition", "<xn?:a>", StatesFunctions::partition);
        function(frame, "range", "<nnn?:a>", StatesFunctions::range);
        function(frame, "hash", "<ss?:s>", StatesFunctions::hash);
        function(frame, "parse", "<s:x>", StatesFunctions::parse);
        function(frame, "uuid", "<:s>", arguments -> uuid(random));
        function(frame, "random", "<n?:n>", arguments -> random(arguments, random));
        function(frame, "shuffle", "<a:a>", arguments -> shuffle(arguments, random));
        function(
                frame,
                "now",
                "<s?s?:s>",
                arguments -> Functions.dateTimeFromMillis(
                        now.toEpochMilli(), optionalText("now", arguments, 0), optionalText("now", arguments, 1)));
        function(frame, "millis", "<:n>", arguments -> now.toEpochMilli());
        function(frame, "pad", "<s-ns?:s>", StatesFunctions::pad);
        function(frame, "formatNumber", "<n-so?:s>", StatesFunctions::formatNumber);
        function(frame, "parseInteger", "<s-s:n>", StatesFunctions::parseInteger);
        function(frame, "string", "<x-b?:s>", StatesFunctions::string);
        function(frame, "eval", "<x?x?:x>", arguments -> {
            throw new QueryException("Step Functions does not allow $eval; $parse reads JSON");
        });
    }

    private static void function(Frame frame, String name, String signature, Function<List<?>, Object> body) {
        JFunction signed = SIGNED.computeIfAbsent(name, first -> new JFunction((input, arguments) -> null, signature));
        frame.bind(name, new SignedFunction(signed, (input, arguments) -> body.apply((List<?>) arguments)));
    }

    /** JSONata's own, but null is a value. */
    private static Object count(List<?> arguments) {
        Object value = argument(arguments, 0);
        return value instanceof List<?> items ? items.size() : value == null ? 0 : 1;
    }

    private static Object partition(List<?> arguments) {
        Object value = argument(arguments, 0);
        if (value == Jsonata.NULL_VALUE) {
            throw new QueryException("T0412: Argument 1 of function \"partition\" must be an array");
        }
        if (!(value instanceof List<?> items)) {
            return null;
        }
        long size = argument(arguments, 1) == null ? items.size() : towardsZero(arguments, 1);
        if (size < 0) {
            throw new QueryException("D3137: Second argument must be zero or greater");
        }
        if (size == 0 || items.isEmpty()) {
            return null;
        }
        var parts = new ArrayList<List<Object>>();
        int step = (int) Math.min(size, items.size());
        for (int from = 0; from < items.size(); from += step) {
            parts.add(new ArrayList<>(items.subList(from, Math.min(items.size(), from + step))));
        }
        return parts;
    }

    /** One number alone is no array; without a step, or with one that leads away, there is none. */
    private static Object range(List<?> arguments) {
        if (argument(arguments, 0) == null || argument(arguments, 1) == null) {
            return null;
        }
        BigInteger first = BigInteger.valueOf(towardsZero(arguments, 0));
        BigInteger way = BigInteger.valueOf(towardsZero(arguments, 1)).subtract(first);
        BigInteger step = BigInteger.valueOf(towardsZero(arguments, 2));
        if (step.signum() == 0 || way.signum() * step.signum() < 0) {
            return null;
        }
        BigInteger count = way.divide(step).add(BigInteger.ONE);
        if (count.compareTo(MAX_RANGE) > 0) {
            throw EvaluationBounds.tooLarge();
        }
        var numbers = new ArrayList<Long>();
        for (int i = 0; i < count.intValueExact(); i++) {
            numbers.add(first.add(step.multiply(BigInteger.valueOf(i))).longValueExact());
        }
        return numbers.size() == 1 ? numbers.get(0) : numbers;
    }

    private static Object formatNumber(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof Number number)) {
            return null;
        }
        Map<?, ?> options = argument(arguments, 2) instanceof Map<?, ?> given ? given : null;
        String picture = text("formatNumber", arguments, 1);
        NumberPicture.check(picture, options == null ? Map.of() : options);
        return Functions.formatNumber(number, picture, options);
    }

    /** JSONata's own, but what the picture cannot read is NaN. */
    private static Object parseInteger(List<?> arguments) {
        if (argument(arguments, 0) == null) {
            return null;
        }
        try {
            Number number =
                    Functions.parseInteger(text("parseInteger", arguments, 0), text("parseInteger", arguments, 1));
            return number == null ? (Object) Double.NaN : number;
        } catch (ParseException | NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** JSONata's own, but a whole number keeps its digits up to 1e21. */
    private static Object string(List<?> arguments) {
        Object value = argument(arguments, 0);
        return value == null ? null : StepFunctionsJsonata.string(value, (Boolean) argument(arguments, 1));
    }

    private static Object hash(List<?> arguments) {
        if (argument(arguments, 0) == null) {
            return null;
        }
        String algorithm = optionalText("hash", arguments, 1);
        if (algorithm == null) {
            return null;
        }
        if (!ALGORITHMS.contains(algorithm)) {
            throw new QueryException("D3137: The algorithm of hash is " + algorithm + ", but must be one of "
                    + String.join(", ", ALGORITHMS));
        }
        try {
            byte[] data = text("hash", arguments, 0).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks " + algorithm, e);
        }
    }

    private static Object parse(List<?> arguments) {
        if (argument(arguments, 0) == null) {
            return null;
        }
        try {
            return JsonataValues.fromJson(Json.parse(text("parse", arguments, 0)));
        } catch (Json.InvalidJsonException e) {
            throw new QueryException("D3137: Invalid JSON");
        }
    }

    private static Object uuid(Random random) {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | 1L << 63).toString();
    }

    private static Object random(List<?> arguments, Random random) {
        return argument(arguments, 0) == null
                ? random.nextDouble()
                : new Random(towardsZero(arguments, 0)).nextDouble();
    }

    private static Object shuffle(List<?> arguments, Random random) {
        if (argument(arguments, 0) instanceof List<?> items) {
            var shuffled = new ArrayList<Object>(items);
            Collections.shuffle(shuffled, random);
            return shuffled;
        }
        return argument(arguments, 0);
    }

    /** JSONata's own, whose time in the library grows with the square of the width. */
    private static Object pad(List<?> arguments) {
        if (argument(arguments, 0) == null) {
            return null;
        }
        String text = text("pad", arguments, 0);
        int width = whole("pad", arguments, 1);
        EvaluationBounds.checkBytes(Math.abs((long) width));
        String given = optionalText("pad", arguments, 2);
        int[] with =
                (given == null || given.isEmpty() ? " " : given).codePoints().toArray();
        int missing = Math.max(0, Math.abs(width) - text.codePointCount(0, text.length()));
        var padding = new StringBuilder();
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(with[i % with.length]);
        }
        return width < 0 ? padding + text : text + padding;
    }

    private static Object argument(List<?> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    /** 0 if it is absent. */
    private static long towardsZero(List<?> arguments, int index) {
        return argument(arguments, index) instanceof Number number ? number.longValue() : 0;
    }

    private static int whole(String function, List<?> arguments, int index) {
        if (argument(arguments, index) instanceof Number number && number.intValue() == number.doubleValue()) {
            return number.intValue();
        }
        throw unfit(function, index);
    }

    private static String text(String function, List<?> arguments, int index) {
        if (argument(arguments, index) instanceof String text) {
            return text;
        }
        throw unfit(function, index);
    }

    private static QueryException unfit(String function, int index) {
        return new QueryException("T0410: Argument " + (index + 1) + " of function \"" + function
                + "\" does not match function signature");
    }

    private static String optionalText(String function, List<?> arguments, int index) {
        return argument(arguments, index) == null ? null : text(function, arguments, index);
    }
}
