package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.functions.Tags;
import io.gatelink.local.cli.Main;
import io.gatelink.local.template.Deployment;
import io.gatelink.local.template.TemplateReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The README cannot lie: its commands are run, its tables compared. The walk with the aws command is in .ci/run. */
class ReadmeTest {

    private final String readme = Files.readString(Simulation.HOME.resolve("README.md"));

    ReadmeTest() throws IOException {
    }

    @TestFactory
    Stream<DynamicTest> everyRunCommandOfTheReadmeEndsWithTheExitCodeThatItNames() {
        var rows = Pattern.compile("(?m)^\\| `\\./gatelink (run [^`]+)` \\|.*\\| (\\d) \\|$").matcher(readme).results().toList();
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
        for (String module : new String[] {"functions", "local"}) {
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
    void everyTagIsInTheReadme() {
        var inReadme = Pattern.compile("(?m)^\\| `(gatelink:[a-z-]+)` \\|").matcher(readme).results()
                .map(row -> row.group(1)).toList();

        assertThat(inReadme).containsExactly(Tags.PUBLISH, Tags.PORT, Tags.HOST, Tags.PATH, Tags.EXPECT, Tags.AUTHORIZATION,
                Tags.TIMEOUT_MS, Tags.STAGE, Tags.INTEGRATION);
    }

    @Test
    void everyParameterIsInTheReadmeWithItsDefault() throws IOException {
        var inReadme = new LinkedHashMap<String, String>();
        Pattern.compile("(?m)^\\| `([A-Z][A-Za-z]+)` \\| `([^`]*)` \\|").matcher(readme).results()
                .forEach(row -> inReadme.put(row.group(1), row.group(2)));

        Map<String, String> inTemplate = TemplateReader.read(Simulation.HOME.resolve("template.yaml"), Map.of(),
                new Deployment("aws", Configuration.ACCOUNT, Configuration.REGION, "gatelink")).parameters();

        assertThat(inReadme).containsExactlyInAnyOrderEntriesOf(inTemplate);
    }

    @Test
    void everyLinkOfTheReadmeLeadsSomewhere() {
        assertThat(Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(readme).results().map(link -> link.group(1)))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(Simulation.HOME.resolve(link)).exists());
    }
}
