package io.gatelink.local.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

/** What goes to stderr. */
class WrappedWriterTest {

    private static final String SENTENCE = "gatelink: orders: the backend answered 503.";

    private static String shown(Terminal terminal, String text) {
        var out = new ByteArrayOutputStream();
        new WrappedWriter(out, terminal).println(text);
        return out.toString(Charset.defaultCharset());
    }

    @Test
    void inAPipeASentenceIsOneLine() {
        assertThat(shown(Terminal.NONE, SENTENCE)).isEqualTo(SENTENCE + "\n");
    }

    @Test
    void onATerminalItIsBrokenBetweenWords() {
        assertThat(shown(new Terminal(30, false), SENTENCE))
                .isEqualTo("gatelink: orders: the backend\nanswered 503.\n");
    }

    @Test
    void linesKeepTheirMargins() {
        assertThat(shown(new Terminal(30, false), "gatelink: wrong:\n          StageName is one of two"))
                .isEqualTo("gatelink: wrong:\n          StageName is one of\n          two\n");
    }
}
