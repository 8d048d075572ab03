package io.gatelink.local.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;

/**
 * An error in an execution, as Step Functions tells it.
 *
 * @param error its name; empty if there is none
 * @param cause empty if there is none
 */
public record Failure(String error, String cause) {

    /** What a person wants to read of it: a function's own message, else the cause, else the name. */
    public String reason() {
        return reason(error, cause);
    }

    /** {@link #reason()} of an error with this name and this cause. */
    public static String reason(String error, String cause) {
        try {
            JsonNode message = Json.parse(cause).path("errorMessage");
            if (message.isTextual()) {
                return message.asText();
            }
        } catch (Json.InvalidJsonException e) {
            // Not every cause is a function's.
        }
        return cause.isEmpty() ? error : cause;
    }
}
