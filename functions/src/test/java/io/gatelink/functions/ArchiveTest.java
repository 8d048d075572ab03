package io.gatelink.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/**
 * The archive from which sam deploys holds what the template names, and nothing of its build. Runs after it was made.
 */
class ArchiveTest {

    private static final Path HOME = Path.of("").toAbsolutePath().getParent();
    private static final Pattern NAMED =
            Pattern.compile("(?m)^ *(?:CodeUri|DefinitionS3Location|LicenseUrl|ReadmeUrl): (\\S+)$");

    private final String version = version();
    private final String folder = "gatelink-" + version + "/";

    @Test
    void itHoldsWhatSamNeedsAndNoMore() throws IOException {
        try (var archive = archive()) {
            assertThat(archive.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
                    .containsExactlyInAnyOrder(
                            folder + "LICENSE",
                            folder + "README.md",
                            folder + "functions/target/gatelink-functions-lambda.cdx.json",
                            folder + "functions/target/gatelink-functions-lambda.jar",
                            folder + "infrastructure/deployer.yaml",
                            folder + "samconfig.toml",
                            folder + "statemachine/publish.asl.yaml",
                            folder + "statemachine/reconcile.asl.yaml",
                            folder + "template.yaml");
        }
    }

    @Test
    void everyFileThatTheTemplateNamesIsInIt() throws IOException {
        String template = Files.readString(HOME.resolve("template.yaml"));
        try (var archive = archive()) {
            assertThat(text(archive, "template.yaml")).isEqualTo(template);
            assertThat(NAMED.matcher(template).results().map(named -> named.group(1)))
                    .hasSize(18)
                    .allSatisfy(file ->
                            assertThat(archive.getEntry(folder + file)).as(file).isNotNull());
            assertThat(text(archive, "README.md"))
                    .isEqualTo(Files.readString(HOME.resolve("functions/src/assembly/README.md")));
            assertThat(archive.getInputStream(entry(archive, "functions/target/gatelink-functions-lambda.jar"))
                            .readAllBytes())
                    .isEqualTo(Files.readAllBytes(Path.of("target", "gatelink-functions-lambda.jar")));
        }
    }

    @Test
    void theTimeOfTheBuildStaysOutOfIt() throws IOException {
        try (var archive = archive()) {
            var times = new ArrayList<Long>();
            archive.stream().forEach(entry -> times.add(entry.getTime()));
            assertThat(times).isNotEmpty().containsOnly(times.get(0));
        }
    }

    @Test
    void theTemplatePublishesTheVersionOfTheProject() throws IOException {
        assertThat(version).matches("[0-9]+\\.[0-9]+\\.[0-9]+");
        assertThat(Files.readString(HOME.resolve("template.yaml"))).contains("    SemanticVersion: " + version + "\n");
    }

    private ZipFile archive() throws IOException {
        return new ZipFile(HOME.resolve("target/gatelink-" + version + ".zip").toFile());
    }

    private ZipEntry entry(ZipFile archive, String name) {
        return archive.getEntry(folder + name);
    }

    private String text(ZipFile archive, String name) throws IOException {
        return new String(archive.getInputStream(entry(archive, name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String version() {
        try {
            Matcher version = Pattern.compile("<artifactId>gatelink</artifactId>\\s*<version>([^<]+)</version>")
                    .matcher(Files.readString(HOME.resolve("pom.xml")));
            return version.results().findFirst().map(it -> it.group(1)).orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
