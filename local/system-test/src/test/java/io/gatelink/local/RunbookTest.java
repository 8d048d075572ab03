package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/runbook.md} to what can go wrong: each error and each alarm has its section. */
class RunbookTest {

    private static final Pattern ALARM = Pattern.compile("(?m)^  (\\w+):\n    Type: AWS::CloudWatch::Alarm$");

    private static final Pattern NAME = Pattern.compile("`([A-Za-z.]+)`");
    private final String runbook = Files.readString(Simulation.HOME.resolve("docs/runbook.md"));

    RunbookTest() throws IOException {}

    @Test
    void everyErrorThatAFunctionThrowsHasItsSection() throws IOException {
        Path errors = Simulation.HOME.resolve("functions/src/main/java/io/gatelink/functions/lambda");
        try (Stream<Path> files = Files.list(errors)) {
            assertThat(sections("Errors"))
                    .filteredOn(section -> section.endsWith("Exception"))
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString().replace(".java", ""))
                                    .filter(name -> name.endsWith("Exception") && !name.equals("GatelinkException"))
                                    .toList());
        }
    }

    @Test
    void everyAlarmOfTheTemplateHasItsSection() throws IOException {
        List<String> alarms = ALARM.matcher(Files.readString(Simulation.HOME.resolve("template.yaml")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(alarms).isNotEmpty();
        assertThat(sections("Alarms")).containsExactlyInAnyOrderElementsOf(alarms);
    }

    /** What a part of the document is about, by its headings and by the first cells of its tables. */
    private List<String> sections(String heading) {
        int begin = runbook.indexOf("\n## " + heading + "\n");
        assertThat(begin).as(heading).isNotNegative();
        int end = runbook.indexOf("\n## ", begin + 1);
        return runbook.substring(begin, end < 0 ? runbook.length() : end)
                .lines()
                .flatMap(line -> line.startsWith("### ")
                        ? Stream.of(line.substring(4))
                        : line.startsWith("| `")
                                ? NAME.matcher(line.substring(0, line.indexOf(" | ")))
                                        .results()
                                        .map(name -> name.group(1))
                                : Stream.empty())
                .toList();
    }
}
