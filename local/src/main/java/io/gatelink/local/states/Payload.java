package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.Json;

/** The limit on what a state can be given and can give. */
final class Payload {

    static final int MAX_BYTES = 262_144;

    private Payload() {
    }

    static boolean tooLarge(JsonNode value) {
        return Json.bytes(value).length > MAX_BYTES;
    }

    /** @throws StateFailedException with States.DataLimitExceeded */
    static void check(JsonNode value, String what) {
        if (tooLarge(value)) {
            throw new StateFailedException(Failure.dataLimitExceeded(what));
        }
    }
}
