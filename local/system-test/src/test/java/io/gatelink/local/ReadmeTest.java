package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The README cannot lie: its commands are run. The walk with the aws command is in .ci/run. */
class ReadmeTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(((?!https?:)[^)#]*)(?:#([^)]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    private final String readme = Files.readString(Simulation.HOME.resolve("README.md"));

    ReadmeTest() throws IOException {
    }

    @TestFactory
    Stream<DynamicTest> everyRunCommandOfTheReadmeEndsWithTheExitCodeThatItNames() {
        var rows = Pattern.compile("(?m)^\\| `\\./gatelink (run [^`]+)` \\|.*\\| (\\d) \\|$").matcher(readme).results()
                .toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
        return rows.stream().map(row -> DynamicTest.dynamicTest(row.group(1), () -> {
            String[] arguments = row.group(1).replace("events/", Simulation.HOME + "/events/").split(" ");
            var output = new StringWriter();

            int exitCode = Main.run(new PrintWriter(output), new PrintWriter(output), arguments);

            assertThat(exitCode).as(output.toString()).isEqualTo(Integer.parseInt(row.group(2)));
        }));
    }

    @Test
    void theFirstCommandPublishes() {
        assertThat(readme).contains("```console\n./gatelink run\n```");
        var output = new StringWriter();

        assertThat(Main.run(new PrintWriter(output), new PrintWriter(output), "run")).isZero();
        assertThat(output.toString()).contains("Invoke URL");
    }

    @Test
    void everySampleEventIsInTheReadme() throws IOException {
        try (Stream<Path> files = Files.list(Simulation.HOME.resolve("events"))) {
            assertThat(files.map(file -> "events/" + file.getFileName())).isNotEmpty().allSatisfy(file ->
                    assertThat(readme).contains(file));
        }
    }

    @Test
    void everySampleEventIsUsedByATest() throws IOException {
        var tests = new StringBuilder();
        for (String module : new String[] {"functions", "local/system-test"}) {
            try (Stream<Path> files = Files.walk(Simulation.HOME.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    tests.append(Files.readString(file));
                }
            }
        }
        try (Stream<Path> files = Files.list(Simulation.HOME.resolve("events"))) {
            assertThat(files.map(file -> file.getFileName().toString())).isNotEmpty().allSatisfy(name ->
                    assertThat(tests).containsPattern("[\" /]" + Pattern.quote(name) + "[\",]"));
        }
    }

    @Test
    void everyLinkOfADocumentLeadsToAFileAndToAHeading() throws IOException {
        try (Stream<Path> docs = Files.list(Simulation.HOME.resolve("docs"))) {
            Stream.concat(docs, Stream.of("README.md", "CONTRIBUTING.md").map(Simulation.HOME::resolve))
                    .filter(file -> file.toString().endsWith(".md")).forEach(ReadmeTest::checkLinks);
        }
    }

    private static void checkLinks(Path document) {
        LINK.matcher(read(document)).results().forEach(link -> {
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertThat(target).as("%s: %s", document, link.group()).exists();
            if (link.group(2) != null) {
                assertThat(HEADING.matcher(read(target)).results().map(heading -> heading.group(1)
                                .toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-')))
                        .as("%s: %s", document, link.group()).contains(link.group(2));
            }
        });
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
