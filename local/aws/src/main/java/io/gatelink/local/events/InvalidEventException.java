package io.gatelink.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;

/** An event that is not as it must be. The message names field, value and remedy in one line. */
public final class InvalidEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_VALUE = 120;

    private InvalidEventException(String message) {
        super(message, null, false, false);
    }

    /** The text is not a JSON object at all. */
    static InvalidEventException notJson(String reason, String remedy) {
        return new InvalidEventException("The event is not a JSON object: " + reason + ". " + remedy);
    }

    /**
     * @param path     where, e.g. {@code detail.responseElements.loadBalancers[0].loadBalancerArn}
     * @param expected e.g. {@code a string}
     * @param remedy   a sentence
     */
    static InvalidEventException missing(String path, String expected, String remedy) {
        return new InvalidEventException("The event has no " + path + ", which must be " + expected + ". " + remedy);
    }

    /** The same for a field that has a wrong value. */
    static InvalidEventException wrong(String path, JsonNode value, String expected, String remedy) {
        String json = Json.write(value);
        return new InvalidEventException("The event's " + path + " is "
                + (json.length() <= LONGEST_VALUE ? json : json.substring(0, LONGEST_VALUE) + "...")
                + ", but must be " + expected + ". " + remedy);
    }
}
