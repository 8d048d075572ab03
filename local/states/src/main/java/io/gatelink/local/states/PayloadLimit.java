package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;

/** The limit on what a state can be given and can give. */
final class PayloadLimit {

    static final int MAX_BYTES = 262_144;

    /** Escaped, as a control character. */
    private static final long MOST_BYTES_OF_A_CHARACTER = 6;

    /** Quotes, brackets, colons and commas of one value. */
    private static final long PUNCTUATION = 8;

    private PayloadLimit() {}

    static boolean tooLarge(JsonNode value) {
        // Most are far from it, and need not be written to know that.
        return mostBytes(value, 0) > MAX_BYTES && Json.bytes(value).length > MAX_BYTES;
    }

    /** What a value takes at most; adding up ends once that is too much. */
    private static long mostBytes(JsonNode value, long before) {
        long sum = before;
        if (value.isObject()) {
            for (var field : value.properties()) {
                sum = mostBytes(
                        field.getValue(),
                        sum + MOST_BYTES_OF_A_CHARACTER * field.getKey().length() + PUNCTUATION);
                if (sum > MAX_BYTES) {
                    return sum;
                }
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                sum = mostBytes(item, sum + PUNCTUATION);
                if (sum > MAX_BYTES) {
                    return sum;
                }
            }
        } else {
            sum += MOST_BYTES_OF_A_CHARACTER * value.asText().length();
        }
        return sum + PUNCTUATION;
    }

    /** @throws StateFailedException with States.DataLimitExceeded */
    static void check(JsonNode value, String what) {
        if (tooLarge(value)) {
            throw new StateFailedException(Failure.dataLimitExceeded(what));
        }
    }
}
