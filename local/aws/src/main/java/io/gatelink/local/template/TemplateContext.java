package io.gatelink.local.template;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a template is read with, besides its parameters.
 *
 * @param versions the version that each function has now, by logical id; the first one if it is not there
 * @param exports  what stacks export, by the exports' names
 * @param deferred whether definitions and imports that are wrong stop the deployment, instead of the reading
 */
public record TemplateContext(
        Artifacts artifacts, Map<String, String> versions, Map<String, String> exports, boolean deferred) {

    public TemplateContext {
        versions = Map.copyOf(versions);
        exports = Map.copyOf(exports);
    }

    /** The version that a function has now. */
    String version(String logicalId) {
        return versions.getOrDefault(logicalId, Stack.Function.FIRST_VERSION);
    }

    /** Those of a template that is alone, with the files in its folder. */
    public static TemplateContext of(Path folder) {
        return new TemplateContext(new FolderArtifacts(folder), Map.of(), Map.of(), false);
    }
}
