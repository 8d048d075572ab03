package io.gatelink.local.template;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** This repository's own template, for tests. */
public final class RepositoryTemplate {

    private static final PseudoParameters DEPLOYMENT =
            new PseudoParameters("aws", "123456789012", "us-east-1", "gatelink");
    private static final Map<Map<String, String>, Stack> READ = new ConcurrentHashMap<>();

    private RepositoryTemplate() {}

    /** The repository's root; Maven runs the tests in the module's folder. */
    public static Path root() {
        return Path.of(System.getProperty("gatelink.home", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    /** The file of a workflow's definition, from the root: in YAML if there is one, otherwise in JSON. */
    public static String definitionFile(String workflow) {
        String yaml = "statemachine/" + workflow + ".asl.yaml";
        return Files.exists(root().resolve(yaml)) ? yaml : "statemachine/" + workflow + ".asl.json";
    }

    /** What the template is with these parameters; read once for each. */
    public static Stack read(Map<String, String> parameters) {
        return READ.computeIfAbsent(Map.copyOf(parameters), given -> {
            try {
                return TemplateReader.read(root().resolve("template.yaml"), given, DEPLOYMENT);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
