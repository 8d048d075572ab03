package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** What the console can do by a click. */
public enum Action {
    /** Calls the API of {@code loadBalancerArn} at {@code path}, signed if it asks for that. */
    CALL,
    /** Delivers the sample event {@code file}. */
    DELIVER,
    /** Sets the tags {@code add} of {@code loadBalancerArn}, and removes those named in {@code remove}. */
    TAG,
    /** Starts {@code stateMachineArn} with {@code input}. */
    START,
    /** Stops {@code executionArn}. */
    STOP;

    /** @throws RefusedException if there is none of this name */
    public static Action of(String name) {
        for (Action action : values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(name)) {
                return action;
            }
        }
        throw new RefusedException(
                404, "There is no action '" + name + "'. Reload the page: it may be of an earlier version.");
    }

    /**
     * An argument that must be there.
     *
     * @throws RefusedException if it is not
     */
    public static String text(ObjectNode arguments, String field) {
        JsonNode value = arguments.path(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new RefusedException(422, "The field " + field + " is missing.");
        }
        return value.asText();
    }
}
