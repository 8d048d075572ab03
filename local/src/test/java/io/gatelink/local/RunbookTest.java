package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.functions.GatelinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/runbook.md} to what can go wrong. */
class RunbookTest {

    private static final Pattern ALARM = Pattern.compile("(?m)^  (\\w+):\n    Type: AWS::CloudWatch::Alarm$");
    private static final Pattern ERROR_OF_A_WORKFLOW = Pattern.compile("\\\\\"(?:Error|error)\\\\\": \\\\\"(\\w+)\\\\\"");

    @Test
    void everyErrorThatAFunctionThrowsHasItsSection() throws IOException {
        assertThat(sections()).containsAll(Stream.of(GatelinkException.class.getPermittedSubclasses())
                .map(Class::getSimpleName).toList());
    }

    @Test
    void everyErrorThatAWorkflowMakesItselfHasItsSection() throws IOException {
        for (String workflow : List.of("publish", "withdraw", "switch", "reconcile")) {
            String definition = Files.readString(Simulation.HOME.resolve("statemachine/" + workflow + ".asl.json"));
            assertThat(sections()).as(workflow).containsAll(
                    ERROR_OF_A_WORKFLOW.matcher(definition).results().map(found -> found.group(1)).toList());
        }
    }

    @Test
    void everyAlarmIsInItsTable() throws IOException {
        List<String> alarms = ALARM.matcher(Files.readString(Simulation.HOME.resolve("template.yaml"))).results()
                .map(found -> found.group(1)).toList();

        assertThat(alarms).hasSizeGreaterThan(10);
        assertThat(Files.readString(Simulation.HOME.resolve("docs/runbook.md")))
                .contains(alarms.stream().map(alarm -> '`' + alarm + '`').toList());
    }

    private static List<String> sections() throws IOException {
        return Files.readAllLines(Simulation.HOME.resolve("docs/runbook.md")).stream()
                .filter(line -> line.startsWith("### ")).map(line -> line.substring(4)).toList();
    }
}
