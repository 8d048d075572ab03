package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.time.Instant;

/**
 * A state that will be tried again.
 *
 * @param attempt 1 for the first retry
 * @param until   when that is
 * @param reason  why the attempt before failed
 */
public record PendingRetry(int attempt, Instant until, String reason) {

    ObjectNode json() {
        return Json.object()
                .put("attempt", attempt)
                .put("until", until.toString())
                .put("reason", reason);
    }
}
