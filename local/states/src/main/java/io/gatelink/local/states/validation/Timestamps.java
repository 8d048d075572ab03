package io.gatelink.local.states.validation;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** The timestamps of the Amazon States Language: ISO 8601 with a capital T, and Z or an offset. */
final class Timestamps {

    private Timestamps() {}

    static boolean isTimestamp(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
