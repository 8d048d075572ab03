package io.gatelink.local.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** A text that takes the place of the one before, as {@code status --watch} shows it. */
class ScreenTest {

    private static String shown(Terminal terminal, String text, boolean first) {
        var out = new StringWriter();
        new Screen(new PrintWriter(out), terminal).show(text, first);
        return out.toString();
    }

    @Test
    void itBeginsAtTheTopAndClearsWhatWasThereBefore() {
        var terminal = new Terminal(80, 24, false);

        assertThat(shown(terminal, "one\ntwo\n", true)).isEqualTo("\033[H\033[Jone\033[K\ntwo\033[K\n\033[J");
        assertThat(shown(terminal, "one\n", false)).isEqualTo("\033[Hone\033[K\n\033[J");
    }

    @Test
    void whatDoesNotFitIsCounted() {
        assertThat(shown(new Terminal(80, 4, false), "1\n2\n3\n4\n5\n", false))
                .isEqualTo("\033[H1\033[K\n2\033[K\n... and 3 more lines\033[K\n\033[J");
        assertThat(shown(new Terminal(80, 4, false), "1\n2\n3\n", false))
                .isEqualTo("\033[H1\033[K\n2\033[K\n3\033[K\n\033[J");
    }

    @Test
    void aLineThatIsWiderThanTheTerminalTakesSeveralRows() {
        String wide = "\033[31m" + "x".repeat(25) + "\033[0m";

        assertThat(shown(new Terminal(10, 5, true), wide + "\n2\n3\n", false))
                .isEqualTo("\033[H" + wide + "\033[K\n\033[2m... and 2 more lines\033[0m\033[K\n\033[J");
    }

    @Test
    void whereTheHeightIsNotKnownAllIsShown() {
        assertThat(shown(new Terminal(80, false), "1\n".repeat(100), false).lines())
                .hasSize(101);
    }
}
