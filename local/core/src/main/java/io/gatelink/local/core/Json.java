package io.gatelink.local.core;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The one JSON mapper of the local AWS, and short names for what is done with it all the time. */
public final class Json {

    /** More than the largest input of an execution can hold; a tree of them takes some 10 MB of memory. */
    private static final int MOST_TOKENS = 150_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * @throws InvalidJsonException if {@code text} is not one JSON value, or one of more than {@value #MOST_TOKENS}
     *                              tokens; the message says where and why
     */
    public static JsonNode parse(String text) {
        try {
            return orMissing(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new InvalidJsonException(e);
        }
    }

    /** @throws InvalidJsonException if {@code bytes} are not one JSON value in UTF-8 */
    public static JsonNode parse(byte[] bytes) {
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * The text of one member of an object, which is read no further than that.
     *
     * @return empty if {@code bytes} are not an object, or one without such a text
     */
    public static Optional<String> text(byte[] bytes, String member) {
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isAsked = parser.currentName().equals(member);
                JsonToken value = parser.nextToken();
                if (isAsked) {
                    return value == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Records, maps, lists and scalars as JSON. */
    public static JsonNode of(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode orMissing(JsonNode node) {
        if (node == null || node.isMissingNode()) {
            throw new InvalidJsonException("No content where a JSON value was expected");
        }
        return node;
    }

    /** A text that is not JSON. */
    public static final class InvalidJsonException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InvalidJsonException(String message) {
            super(message, null, false, false);
        }

        InvalidJsonException(JsonProcessingException e) {
            // Which of the parser's settings it is from is not for callers.
            this(e.getOriginalMessage().replaceFirst(", from `[^`]*`", "")
                    + (e.getLocation() == null
                            ? ""
                            : " (line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr() + ")"));
        }
    }
}
