package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a published API answered.
 *
 * @param signer with whose credentials the call was signed; empty if it was not
 * @param body   at least what is shown of it
 */
public record CallAnswer(
        URI url, String signer, Duration took, int status, Map<String, List<String>> headers, byte[] body) {

    /** How many bytes of a body are shown. */
    static final int MOST_SHOWN = 64 << 10;

    /** As the page shows it. */
    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("url", url.toString())
                .put("signed", !signer.isEmpty())
                .put("signer", signer)
                .put("tookMillis", took.toMillis())
                .put("status", status);
        ArrayNode list = json.putArray("headers");
        headers.forEach((name, values) ->
                values.forEach(value -> list.addObject().put("name", name).put("value", value)));
        return json.put("body", new String(body, 0, Math.min(body.length, MOST_SHOWN), StandardCharsets.UTF_8))
                .put("cut", body.length > MOST_SHOWN);
    }
}
