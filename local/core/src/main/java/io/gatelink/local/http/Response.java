package io.gatelink.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An HTTP response. Header names are kept as given.
 *
 * @param body   empty if the response is streamed
 * @param stream the body of a response that is passed on as it comes; {@code null} if {@code body} is all there is
 */
public record Response(int status, Map<String, List<String>> headers, byte[] body, BodyStream stream) {

    public Response {
        var copy = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableMap(copy);
    }

    /** A response whose whole body is there. */
    public Response(int status, Map<String, List<String>> headers, byte[] body) {
        this(status, headers, body, null);
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), new byte[0]);
    }

    public static Response json(int status, String contentType, JsonNode body) {
        return new Response(status, Map.of("Content-Type", List.of(contentType)), Json.bytes(body));
    }

    public static Response text(int status, String contentType, String body) {
        return new Response(
                status, Map.of("Content-Type", List.of(contentType)), body.getBytes(StandardCharsets.UTF_8));
    }

    /** This response with one more header value. */
    public Response with(String name, String value) {
        var more = new LinkedHashMap<String, List<String>>(headers);
        var values = new ArrayList<>(more.getOrDefault(name, List.of()));
        values.add(value);
        more.put(name, values);
        return new Response(status, more, body, stream);
    }

    /**
     * This response with its whole body.
     *
     * @throws IOException if a stream breaks off
     */
    public Response collected() throws IOException {
        if (stream == null) {
            return this;
        }
        var all = new ByteArrayOutputStream();
        try (stream) {
            stream.writeTo(all);
        }
        return new Response(status, headers, all.toByteArray());
    }
}
