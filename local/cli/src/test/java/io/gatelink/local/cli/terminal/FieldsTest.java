package io.gatelink.local.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Labels and texts, as wide as a terminal lets them be. */
class FieldsTest {

    private static final String URL = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/live/";

    private static String shown(Terminal terminal, Consumer<Fields> fields) {
        var out = new StringWriter();
        fields.accept(new Fields(new PrintWriter(out, true), terminal, 12));
        return out.toString();
    }

    @Test
    void inAPipeEachTextIsOneLine() {
        assertThat(shown(Terminal.NONE, fields -> {
                    fields.text("Reason", "a ".repeat(100) + "end");
                    fields.copied("Call it", "export A=1", "curl '" + URL + "'");
                }))
                .isEqualTo("  Reason      " + "a ".repeat(100) + "end\n"
                        + "  Call it     export A=1\n"
                        + "              curl '" + URL + "'\n");
    }

    @Test
    void onATerminalATextIsBrokenBetweenWordsBehindItsLabel() {
        assertThat(shown(new Terminal(40, false), fields -> fields.text("Reason", "one two three four five six seven")))
                .isEqualTo("""
                          Reason      one two three four five
                                      six seven
                        """);
    }

    @Test
    void whatHasNoRoomBesideItsLabelStandsBelow() {
        assertThat(shown(new Terminal(60, false), fields -> {
                    fields.text("Invoke URL", URL);
                    fields.copied("Call it", "curl '" + URL + "'");
                    fields.copied("", "curl '" + URL + "'");
                }))
                .isEqualTo(
                        "  Invoke URL\n    " + URL + "\n  Call it\n    curl '" + URL + "'\n    curl '" + URL + "'\n");
    }

    @Test
    void nothingIsSaidOfWhatIsEmptyAndNothingMovesTheCursor() {
        assertThat(shown(new Terminal(80, false), fields -> {
                    fields.text("Stage", "");
                    fields.copied("Call it", "");
                    fields.text("Reason", "\033[2Jred\nalert");
                }))
                .isEqualTo("  Reason      [2Jred alert\n");
    }
}
