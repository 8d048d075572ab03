package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.template.Stack.S3Location;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the files are that a template names: state machines' definitions, functions' code. */
public interface Artifacts {

    /**
     * Reads a definition.
     *
     * @param location as the template has it, intrinsics resolved
     * @param problem  is told if it cannot be read
     */
    Optional<Definition> definition(JsonNode location, Consumer<String> problem);

    /**
     * Where a function's code is; empty for what is on the local AWS's own class path.
     *
     * @param location as the template has it, intrinsics resolved; missing for none
     * @param problem  is told if it is no location
     */
    Optional<S3Location> code(JsonNode location, Consumer<String> problem);

    /** A state machine's definition, in JSON or in YAML. */
    record Definition(String name, String text, boolean yaml) {}
}
