package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sample events in {@code events/}. */
final class SampleEvents {

    private final Path folder;

    SampleEvents(Path folder) {
        this.folder = folder;
    }

    /** The files' names, in order; none if there is no such folder. */
    List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    ArrayNode json() {
        ArrayNode list = Json.array();
        names().forEach(list::add);
        return list;
    }

    /**
     * Reads one.
     *
     * @throws RefusedException if there is none of this name, or it cannot be read
     */
    ObjectNode read(String name) {
        if (!names().contains(name)) {
            throw new RefusedException(404, "There is no file '" + name + "' in events/.");
        }
        try {
            return (ObjectNode) Json.parse(Files.readString(folder.resolve(name)));
        } catch (IOException | Json.InvalidJsonException | ClassCastException e) {
            throw new RefusedException(422, "events/" + name + " cannot be read as a JSON object: " + e.getMessage());
        }
    }
}
