package io.gatelink.local.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.cli.terminal.Journal.Visit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalProgressTest {

    private static final Visit WAITING = new Visit(
            "Check VPC link",
            Duration.ofSeconds(102),
            null,
            3,
            "VPC link a1b2c3 is PENDING, which takes 2 to 4 minutes as a rule. ".repeat(4),
            false);
    private static final Visit DONE =
            new Visit("Check VPC link", Duration.ofSeconds(102), Duration.ofMinutes(3), 9, WAITING.waitedFor(), false);

    private final StringWriter output = new StringWriter();

    @ParameterizedTest
    @ValueSource(ints = {20, 60, 80, 120})
    void noLineIsAsWideAsTheTerminal(int columns) {
        try (var progress = new TerminalProgress(new PrintWriter(output), () -> new Terminal(columns, true))) {
            progress.entered(WAITING);
            progress.retrying(WAITING);
            progress.exited(DONE);
        }

        assertThat(output.toString().split("[\r\n]+"))
                .allSatisfy(line -> assertThat(line.replaceAll("\033\\[\\??[0-9]*[a-zA-Z]", ""))
                        .hasSizeLessThan(columns));
    }

    @Test
    void aWaitShowsItsReasonAndAStateThatEndedDoesNot() {
        try (var progress = new TerminalProgress(new PrintWriter(output), () -> new Terminal(80, false))) {
            progress.retrying(WAITING);
            assertThat(output.toString()).contains("Check VPC link           retry 3: VPC link a1b2c3 is PENDING");
            progress.exited(DONE);
        }

        assertThat(output.toString())
                .endsWith("\r\033[2K\033[?7l✓    04:42  Check VPC link           9 retries\033[?7h"
                        + System.lineSeparator());
    }

    @Test
    void coloursAreUsedOnlyIfTheTerminalHasThem() {
        try (var progress = new TerminalProgress(new PrintWriter(output), () -> new Terminal(80, true))) {
            progress.ended(DONE);
        }

        assertThat(output.toString()).contains("\033[31m✗\033[0m");
        assertThat(new Terminal(80, false).red("✗")).isEqualTo("✗");
    }

    @Test
    void sentencesAreBrokenAtBlanks() {
        try (var progress = new TerminalProgress(new PrintWriter(output), () -> new Terminal(60, false))) {
            progress.preparing();
        }

        assertThat(output.toString())
                .isEqualTo("\r\033[2KThe event may end a publication, so its load balancer is\n"
                                .replace("\n", System.lineSeparator())
                        + "published first." + System.lineSeparator());
    }

    @Test
    void eachLineIsAsWideAsTheTerminalHasBecome() {
        var columns = new AtomicInteger(100);
        try (var progress = new TerminalProgress(new PrintWriter(output), () -> new Terminal(columns.get(), false))) {
            progress.retrying(WAITING);
            assertThat(lastLine()).hasSize(99);
            columns.set(50);
            progress.retrying(WAITING);
            assertThat(lastLine()).hasSize(49);
            columns.set(120);
            progress.retrying(WAITING);
            assertThat(lastLine()).hasSize(119);
        }
    }

    private String lastLine() {
        String[] lines = output.toString().split("\r");
        return lines[lines.length - 1].replaceAll("\033\\[\\??[0-9]*[a-zA-Z]", "");
    }

    @Test
    void nothingIsDrawnAfterTheEnd() {
        var progress = new TerminalProgress(new PrintWriter(output), () -> new Terminal(80, false));
        progress.entered(WAITING);
        progress.close();
        String atTheEnd = output.toString();

        progress.exited(DONE);

        assertThat(output.toString()).isEqualTo(atTheEnd).endsWith(System.lineSeparator());
    }
}
