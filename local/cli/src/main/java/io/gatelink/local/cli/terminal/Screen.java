package io.gatelink.local.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A terminal's screen, on which a text takes the place of the one before. */
public record Screen(PrintWriter out, Terminal terminal) {

    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_BELOW = "\033[J";
    private static final String COLOR = "\033\\[[0-9;]*m";

    /**
     * Shows it from the top; what does not fit below is counted in the last line.
     *
     * @param first whether nothing was shown before
     */
    public void show(String text, boolean first) {
        List<String> lines = fitting(text.lines().toList());
        out.print(first ? HOME + CLEAR_BELOW : HOME);
        lines.forEach(line -> out.print(line + CLEAR_LINE + System.lineSeparator()));
        out.print(CLEAR_BELOW);
        out.flush();
    }

    /** One row is for the cursor, and one for what is said of those that are left out. */
    private List<String> fitting(List<String> lines) {
        if (terminal.rows() == 0 || lines.stream().mapToInt(this::height).sum() < terminal.rows()) {
            return lines;
        }
        List<String> fitting = new ArrayList<>();
        int rows = 2;
        for (String line : lines) {
            rows += height(line);
            if (rows > terminal.rows()) {
                break;
            }
            fitting.add(line);
        }
        int more = lines.size() - fitting.size();
        fitting.add(terminal.faint("... and " + more + (more == 1 ? " more line" : " more lines")));
        return fitting;
    }

    /** In rows. */
    private int height(String line) {
        int length = line.replaceAll(COLOR, "").length();
        return Math.max(1, (length + terminal.columns() - 1) / terminal.columns());
    }
}
