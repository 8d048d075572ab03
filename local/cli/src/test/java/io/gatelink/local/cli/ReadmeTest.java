package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The documents cannot lie: their commands are run. The walk with the aws command is in .ci/run. */
class ReadmeTest {

    private static final Path HOME = Path.of(System.getProperty("gatelink.home"));

    private static final Pattern LINK = Pattern.compile("\\]\\(((?!https?:)[^)#]*)(?:#([^)]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

    private static final Pattern RUN = Pattern.compile("(?m)^\\| `\\./gatelink (run [^`]+)` \\|.*\\| (\\d) \\|$");

    private final String readme = Files.readString(HOME.resolve("README.md"));
    private final String samples = Files.readString(HOME.resolve("events/README.md"));

    ReadmeTest() throws IOException {}

    @TestFactory
    Stream<DynamicTest> everyRunCommandEndsWithTheExitCodeThatIsNamed() {
        var rows = RUN.matcher(samples).results().toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(4);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.group(1), () -> {
                    String[] arguments =
                            row.group(1).replace("events/", HOME + "/events/").split(" ");
                    var output = new StringWriter();

                    int exitCode = Main.run(new PrintWriter(output), new PrintWriter(output), arguments);

                    assertThat(exitCode).as(output.toString()).isEqualTo(Integer.parseInt(row.group(2)));
                }));
    }

    @Test
    void theReadmeNamesSomeOfTheseCommandsWithTheSameExitCodes() {
        assertThat(runs(readme)).isNotEmpty().isSubsetOf(runs(samples));
    }

    private static List<String> runs(String document) {
        return RUN.matcher(document)
                .results()
                .map(row -> row.group(1) + " ends with " + row.group(2))
                .toList();
    }

    @Test
    void theFirstCommandPublishes() {
        assertThat(readme).contains("```console\n./gatelink run --parameter DomainName=api.example.com\n```");
        var output = new StringWriter();

        assertThat(Main.run(
                        new PrintWriter(output),
                        new PrintWriter(output),
                        "run",
                        "--parameter",
                        "DomainName=api.example.com"))
                .isZero();
        assertThat(output.toString()).containsPattern("Invoke URL +http://api\\.example\\.com:\\d+/orders/\n");
    }

    @Test
    void everySampleEventIsInTheListOfSampleEvents() throws IOException {
        assertThat(sampleEvents()).isNotEmpty().allSatisfy(name -> assertThat(samples)
                .contains("events/" + name));
    }

    @Test
    void everySampleEventIsUsedByATest() throws IOException {
        var tests = new StringBuilder();
        for (String module : new String[] {"functions", "local/system-test"}) {
            try (Stream<Path> files = Files.walk(HOME.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    tests.append(Files.readString(file));
                }
            }
        }
        assertThat(sampleEvents()).isNotEmpty().allSatisfy(name -> assertThat(tests)
                .containsPattern("[\" /]" + Pattern.quote(name) + "[\",]"));
    }

    private static List<String> sampleEvents() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("events"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .toList();
        }
    }

    @Test
    void everyLinkOfADocumentLeadsToAFileAndToAHeading() throws IOException {
        for (Path document : documents()) {
            checkLinks(document);
        }
    }

    private static List<Path> documents() throws IOException {
        var documents = new ArrayList<Path>();
        Files.walkFileTree(HOME, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                return name.equals(".git") || name.equals("target") || name.equals("src")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    documents.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return documents;
    }

    private static void checkLinks(Path document) {
        LINK.matcher(read(document)).results().forEach(link -> {
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertThat(target).as("%s: %s", document, link.group()).exists();
            if (link.group(2) != null) {
                assertThat(HEADING.matcher(read(target)).results().map(heading -> heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\w -]", "")
                                .replace(' ', '-')))
                        .as("%s: %s", document, link.group())
                        .contains(link.group(2));
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
