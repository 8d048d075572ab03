package io.gatelink.local.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.fields.Trial.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Speaks AWS JSON 1.1 itself, to a service whose client does not come with this version of the SDK. The resource
 * {@code models/<service>.txt} has, a line each, the structures of its requests as AWS's model of the service names
 * them: the name (for a request that of the operation), then the members, and what structure a member is, e.g.
 * {@code Rules[]=Rule}.
 */
final class JsonServiceClient implements ServiceClient {

    private final String service;
    private final String target;
    private final SdkHttpClient transport;
    private final Map<String, List<String>> structures = new HashMap<>();

    /**
     * @param service by its signing name
     * @param target  what stands before an operation in the header {@code X-Amz-Target}
     */
    JsonServiceClient(String service, String target, SdkHttpClient transport) {
        this.service = service;
        this.target = target;
        this.transport = transport;
        try (InputStream in = JsonServiceClient.class.getResourceAsStream("/models/" + service + ".txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                List<String> words = Arrays.asList(line.split(" "));
                structures.put(words.get(0), words.subList(1, words.size()));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome call(String operation, JsonNode request) {
        SdkHttpRequest http = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create("http://localhost/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", target + operation)
                .putHeader(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/" + service + "/aws4_request, "
                                + "SignedHeaders=host, Signature=0")
                .build();
        try {
            HttpExecuteResponse response = transport
                    .prepareRequest(HttpExecuteRequest.builder()
                            .request(http)
                            .contentStreamProvider(() -> new ByteArrayInputStream(Json.bytes(request)))
                            .build())
                    .call();
            JsonNode body = Json.parse(response.responseBody().orElseThrow().readAllBytes());
            return response.httpResponse().isSuccessful()
                    ? new Outcome(null, texts(body), "")
                    : new Outcome(
                            body.path("__type").asText() + ": "
                                    + body.path("message").asText(),
                            Json.object(),
                            "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With each value as a text, as {@link SdkModel} has them. */
    private static JsonNode texts(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode texts = Json.object();
            object.properties().forEach(member -> texts.set(member.getKey(), texts(member.getValue())));
            return texts;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode texts = Json.array();
            array.forEach(item -> texts.add(texts(item)));
            return texts;
        }
        return Json.object().textNode(node.asText());
    }

    @Override
    public Set<String> leaves(String operation) {
        var leaves = new TreeSet<String>();
        addLeaves("", operation, List.of(), leaves);
        return leaves;
    }

    /** @param within the structures that this one is in: one that holds itself is a value */
    private void addLeaves(String path, String structure, List<String> within, Set<String> leaves) {
        if (!structures.containsKey(structure)) {
            throw new IllegalArgumentException(structure + " is not in the model of " + service);
        }
        var here = new ArrayList<>(within);
        here.add(structure);
        for (String member : structures.get(structure)) {
            int equals = member.indexOf('=');
            String name = equals < 0 ? member : member.substring(0, equals);
            if (equals < 0 || here.contains(member.substring(equals + 1))) {
                leaves.add(path + name.replaceFirst("(?:\\[]|\\{})+$", ""));
            } else {
                addLeaves(path + name + ".", member.substring(equals + 1), here, leaves);
            }
        }
    }

    @Override
    public String sentAs(String operation, String path) {
        return Paths.name(path);
    }
}
