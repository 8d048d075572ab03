package io.gatelink.local.states.query;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/**
 * The functions that Step Functions adds to JSONata, and those of JSONata that depend on time and chance, taken from
 * the loop's clock and the account's seed.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Step Functions:
 *      JSONata functions provided by Step Functions</a>
 */
final class StatesFunctions {

    private static final List<String> ALGORITHMS = List.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    /** As Step Functions limits States.ArrayRange. */
    private static final int MAX_RANGE = 1000;

    private StatesFunctions() {
    }

    static void bind(Frame frame, Instant now, Random random) {
        function(frame, "partition", StatesFunctions::partition);
        function(frame, "range", StatesFunctions::range);
        function(frame, "hash", StatesFunctions::hash);
        function(frame, "parse", StatesFunctions::parse);
        function(frame, "uuid", arguments -> uuid(random));
        function(frame, "random", arguments -> random(arguments, random));
        function(frame, "shuffle", arguments -> shuffle(arguments, random));
        function(frame, "now", arguments -> Functions.dateTimeFromMillis(
                now.toEpochMilli(), optionalText("now", arguments, 0), optionalText("now", arguments, 1)));
        function(frame, "millis", arguments -> now.toEpochMilli());
        function(frame, "pad", StatesFunctions::pad);
        function(frame, "eval", arguments -> {
            throw new QueryException("Step Functions does not allow $eval; $parse reads JSON");
        });
    }

    private static void function(Frame frame, String name, Function<List<?>, Object> body) {
        frame.bind(name, new JFunction((input, arguments) -> body.apply((List<?>) arguments), null));
    }

    private static Object partition(List<?> arguments) {
        Object value = argument(arguments, 0);
        if (value == null) {
            return null;
        }
        List<?> items = value instanceof List<?> list ? list : List.of(value);
        int size = whole("partition", arguments, 1);
        if (size < 1) {
            throw new QueryException("The second argument of $partition is " + size + ", but must be 1 or more");
        }
        var parts = new ArrayList<List<Object>>();
        for (int from = 0; from < items.size(); from += size) {
            parts.add(new ArrayList<>(items.subList(from, Math.min(items.size(), from + size))));
        }
        return parts;
    }

    private static Object range(List<?> arguments) {
        int first = whole("range", arguments, 0);
        int last = whole("range", arguments, 1);
        int step = argument(arguments, 2) == null ? 1 : whole("range", arguments, 2);
        if (step == 0) {
            throw new QueryException("The third argument of $range is 0, but must not be");
        }
        var numbers = new ArrayList<Long>();
        for (long next = first; step > 0 ? next <= last : next >= last; next += step) {
            if (numbers.size() == MAX_RANGE) {
                throw new QueryException("$range gives at most " + MAX_RANGE + " numbers");
            }
            numbers.add(next);
        }
        return numbers;
    }

    private static Object hash(List<?> arguments) {
        if (argument(arguments, 0) == null) {
            return null;
        }
        String algorithm = text("hash", arguments, 1);
        if (!ALGORITHMS.contains(algorithm)) {
            throw new QueryException(
                    "The second argument of $hash must be one of " + String.join(", ", ALGORITHMS));
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
            throw new QueryException("The argument of $parse is not JSON");
        }
    }

    private static Object uuid(Random random) {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | 1L << 63).toString();
    }

    private static Object random(List<?> arguments, Random random) {
        return argument(arguments, 0) == null
                ? random.nextDouble()
                : new Random(whole("random", arguments, 0)).nextDouble();
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
        EvaluationBounds.checkCharacters(Math.abs((long) width));
        String given = optionalText("pad", arguments, 2);
        int[] with = (given == null || given.isEmpty() ? " " : given).codePoints().toArray();
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

    private static int whole(String function, List<?> arguments, int index) {
        if (argument(arguments, index) instanceof Number number && number.intValue() == number.doubleValue()) {
            return number.intValue();
        }
        throw new QueryException("Argument " + (index + 1) + " of $" + function + " must be a whole number");
    }

    private static String text(String function, List<?> arguments, int index) {
        if (argument(arguments, index) instanceof String text) {
            return text;
        }
        throw new QueryException("Argument " + (index + 1) + " of $" + function + " must be a string");
    }

    private static String optionalText(String function, List<?> arguments, int index) {
        return argument(arguments, index) == null ? null : text(function, arguments, index);
    }
}
