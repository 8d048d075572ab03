package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.template.Stack.S3Location;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Files beside a template that has not been packaged. Functions run what is on the local AWS's own class path.
 *
 * @param folder the template's; nothing outside it is read
 */
record FolderArtifacts(Path folder) implements Artifacts {

    @Override
    public Optional<Definition> definition(JsonNode location, Consumer<String> problem) {
        if (!location.isTextual()) {
            problem.accept("must be a text");
            return Optional.empty();
        }
        String name = location.textValue();
        try {
            Path file = folder.resolve(name);
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                problem.accept("the file is outside the template's folder");
                return Optional.empty();
            }
            return Optional.of(
                    new Definition(name, Files.readString(file), name.endsWith(".yaml") || name.endsWith(".yml")));
        } catch (MalformedInputException e) {
            problem.accept("the file is not text in UTF-8");
        } catch (IOException | InvalidPathException e) {
            problem.accept("the file cannot be read");
        }
        return Optional.empty();
    }

    @Override
    public Optional<S3Location> code(JsonNode location, Consumer<String> problem) {
        return Optional.empty();
    }
}
