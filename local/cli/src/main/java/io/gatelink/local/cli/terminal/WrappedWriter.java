package io.gatelink.local.cli.terminal;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Writes sentences: on a terminal, their lines are broken between words; in a pipe or a file each is one line. */
public final class WrappedWriter extends PrintWriter {

    private final Terminal terminal;

    public WrappedWriter(OutputStream stream, Terminal terminal) {
        super(stream, true, Charset.defaultCharset());
        this.terminal = terminal;
    }

    @Override
    public void println(String text) {
        if (text.isEmpty()) {
            println();
        }
        text.lines().forEach(line -> {
            int margin = line.length() - line.stripLeading().length();
            super.println(" ".repeat(margin) + terminal.fit(line.stripLeading(), margin));
        });
    }
}
