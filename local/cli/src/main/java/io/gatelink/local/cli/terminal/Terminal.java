package io.gatelink.local.cli.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Where output goes.
 *
 * @param columns the width in characters; 0 if it is no terminal that moves its cursor
 * @param color   whether to use colours
 * @see <a href="https://no-color.org">NO_COLOR</a>
 */
public record Terminal(int columns, boolean color) {

    /** A pipe or a file. */
    public static final Terminal NONE = new Terminal(0, false);

    /** The one that the script {@code gatelink} found, as wide as it is now. */
    public static Terminal current() {
        String noColor = System.getenv("NO_COLOR");
        int columns = Integer.getInteger("gatelink.columns", 0);
        return columns <= 0 ? NONE : new Terminal(width(columns), noColor == null || noColor.isEmpty());
    }

    /** @param otherwise the width if the system does not tell it */
    private static int width(int otherwise) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return size.matches("[0-9]{1,5} [1-9][0-9]{0,4}") ? Integer.parseInt(size.split(" ")[1]) : otherwise;
        } catch (IOException e) {
            return otherwise;
        }
    }

    public boolean isInteractive() {
        return columns > 0;
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
