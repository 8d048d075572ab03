package io.gatelink.local.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where output goes.
 *
 * @param columns the width in characters; 0 if it is no terminal that moves its cursor
 * @param rows    the height in lines; 0 if that is not known
 * @param color   whether to use colours
 * @see <a href="https://no-color.org">NO_COLOR</a>
 */
public record Terminal(int columns, int rows, boolean color) {

    /** A pipe or a file. */
    public static final Terminal NONE = new Terminal(0, false);

    private static final int NARROWEST = 20;
    private static final int USUAL_COLUMNS = 80;
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,5}) ([1-9][0-9]{0,4})");

    /** One whose height is not known. */
    public Terminal(int columns, boolean color) {
        this(columns, 0, color);
    }

    /** The one that the script {@code gatelink} found, as wide as it is now. */
    public static Terminal current() {
        int columns = Integer.getInteger("gatelink.columns", 0);
        return columns <= 0 ? NONE : asWideAsNow(columns);
    }

    /** Likewise, for what is written to stderr. */
    public static Terminal ofErrors() {
        return Boolean.getBoolean("gatelink.errors") ? asWideAsNow(USUAL_COLUMNS) : NONE;
    }

    /** @param otherwise the width if the system does not tell it */
    private static Terminal asWideAsNow(int otherwise) {
        String noColor = System.getenv("NO_COLOR");
        boolean color = noColor == null || noColor.isEmpty();
        Matcher size = SIZE.matcher(size());
        return size.matches()
                ? new Terminal(Integer.parseInt(size.group(2)), Integer.parseInt(size.group(1)), color)
                : new Terminal(otherwise, color);
    }

    /** Rows and columns; empty if the system does not tell them. */
    private static String size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "";
        }
    }

    public boolean isInteractive() {
        return columns > 0;
    }

    /**
     * {@code text} in lines that fit behind a margin, which all but the first have in front of them; in a pipe as it
     * is. The last column stays free.
     *
     * @param margin in characters
     */
    public String fit(String text, int margin) {
        return isInteractive()
                ? Text.wrapped(text, Math.max(NARROWEST, room(margin)))
                        .replace(System.lineSeparator(), System.lineSeparator() + " ".repeat(margin))
                : text;
    }

    /** Whether {@code text} behind a margin needs no line of its own. */
    boolean hasRoom(String text, int margin) {
        return !isInteractive() || text.length() <= room(margin);
    }

    private int room(int margin) {
        return columns - 1 - margin;
    }

    public String red(String text) {
        return paint("31", text);
    }

    public String green(String text) {
        return paint("32", text);
    }

    public String cyan(String text) {
        return paint("36", text);
    }

    public String faint(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return color && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
