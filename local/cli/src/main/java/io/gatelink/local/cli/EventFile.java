package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.cli.terminal.BadInputException;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Json.InvalidJsonException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads an event from a file and checks that it is one of EventBridge's.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html">AWS service event
 *      metadata</a>
 */
final class EventFile {

    private static final long LONGEST = 256 * 1024;

    /** The envelope: what each field must be, and what it is for. */
    private static final Map<String, JsonNodeType> ENVELOPE = new LinkedHashMap<>();

    static {
        ENVELOPE.put("id", JsonNodeType.STRING);
        ENVELOPE.put("detail-type", JsonNodeType.STRING);
        ENVELOPE.put("source", JsonNodeType.STRING);
        ENVELOPE.put("account", JsonNodeType.STRING);
        ENVELOPE.put("time", JsonNodeType.STRING);
        ENVELOPE.put("region", JsonNodeType.STRING);
        ENVELOPE.put("resources", JsonNodeType.ARRAY);
        ENVELOPE.put("detail", JsonNodeType.OBJECT);
    }

    private EventFile() {}

    /** @throws BadInputException naming the field, the value and the remedy */
    static ObjectNode read(Path file) {
        JsonNode json;
        try {
            json = Json.parse(text(file));
        } catch (InvalidJsonException e) {
            throw new BadInputException(file + " is not JSON: " + e.getMessage()
                    + ". An event is one JSON object, as in " + "events/nlb-created.json.");
        }
        if (!(json instanceof ObjectNode event)) {
            throw new BadInputException(file + " holds " + named(json) + ", but an event is a JSON object, as in "
                    + "events/nlb-created.json.");
        }
        if (!event.has("detail")
                && (event.has("loadBalancerArn")
                        || event.has("loadBalancerName")
                        || event.has("from") && event.has("to"))) {
            throw new BadInputException(
                    file + " is no event but the input of an execution that is started by hand: start "
                            + "it with 'aws stepfunctions start-execution --input file://" + file
                            + "' while './gatelink up' runs.");
        }
        ENVELOPE.forEach((field, type) -> {
            JsonNode value = event.get(field);
            if (value == null) {
                throw new BadInputException(file + " is not an EventBridge event: it has no field '" + field
                        + "'. EventBridge's events have " + String.join(", ", ENVELOPE.keySet()) + ".");
            }
            if (value.getNodeType() != type) {
                throw new BadInputException(file + ": the field '" + field + "' is " + named(value) + ", but must be "
                        + article(type) + ".");
            }
        });
        String region = event.path("region").asText();
        if (!region.equals(Configuration.REGION)) {
            throw new BadInputException(
                    file + ": the field 'region' is '" + Text.oneLine(region) + "', but the embedded AWS "
                            + "is the Region " + Configuration.REGION + ": use that, in the event's ARNs, too.");
        }
        return event;
    }

    private static String text(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new BadInputException(file + " is a folder: name a file that holds an event.");
            }
            if (Files.size(file) > LONGEST) {
                throw new BadInputException(
                        file + " has " + Files.size(file) + " bytes, but an event has at most " + LONGEST + ".");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException("There is no file '" + file + "'. Samples are in events/.");
        } catch (MalformedInputException e) {
            throw new BadInputException(file + " is not JSON: it is not text in UTF-8.");
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + e.getMessage() + ". Check its permissions.");
        }
    }

    private static String named(JsonNode value) {
        String text = Json.write(value);
        return article(value.getNodeType()) + " (" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + ")";
    }

    private static String article(JsonNodeType type) {
        return switch (type) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case NULL -> "null";
            default -> "a " + type.name().toLowerCase(Locale.ROOT);
        };
    }
}
