package io.gatelink.local.cli;

/**
 * Where output goes.
 *
 * @param columns the width in characters; 0 if it is no terminal that moves its cursor
 * @param color   whether to use colours
 * @see <a href="https://no-color.org">NO_COLOR</a>
 */
record Terminal(int columns, boolean color) {

    /** A pipe or a file. */
    static final Terminal NONE = new Terminal(0, false);

    /** As the script {@code gatelink} found it. */
    static Terminal current() {
        String noColor = System.getenv("NO_COLOR");
        int columns = Integer.getInteger("gatelink.columns", 0);
        return columns <= 0 ? NONE : new Terminal(columns, noColor == null || noColor.isEmpty());
    }

    boolean isInteractive() {
        return columns > 0;
    }

    String red(String text) {
        return paint("31", text);
    }

    String green(String text) {
        return paint("32", text);
    }

    String cyan(String text) {
        return paint("36", text);
    }

    String faint(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return color && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
