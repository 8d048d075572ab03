package io.gatelink.local.cli.terminal;

import java.io.PrintWriter;
import java.util.stream.Stream;

/**
 * Labels with what is said of them, one below the other. On a terminal that is too narrow for both side by side, what
 * is said stands below its label.
 *
 * @param labelWidth in characters, with the blanks behind the longest label
 */
public record Fields(PrintWriter out, Terminal terminal, int labelWidth) {

    private static final String INDENT = "  ";

    /** A text, whose lines are broken between words; nothing if it is empty. */
    public void text(String label, String text) {
        if (text.isEmpty()) {
            return;
        }
        String line = Text.oneLine(text);
        boolean beside = Stream.of(line.split(" ")).allMatch(word -> terminal.hasRoom(word, margin()));
        print(label, beside, terminal.fit(line, beside ? margin() : below()));
    }

    /** Commands, addresses and the like, each of which stays in one line, to be copied; none if it is empty. */
    public void copied(String label, String... texts) {
        String head = label;
        for (String text : texts) {
            if (!text.isEmpty()) {
                print(head, terminal.hasRoom(text, margin()), text);
                head = "";
            }
        }
    }

    private void print(String label, boolean beside, String text) {
        if (beside) {
            out.println(INDENT + label + " ".repeat(labelWidth - label.length()) + text);
            return;
        }
        if (!label.isEmpty()) {
            out.println(INDENT + label);
        }
        out.println(" ".repeat(below()) + text);
    }

    private int margin() {
        return INDENT.length() + labelWidth;
    }

    private static int below() {
        return 2 * INDENT.length();
    }
}
