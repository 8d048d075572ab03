package io.gatelink.local.cli.terminal;

/** Text from outside, made fit to be shown. */
public final class Text {

    private Text() {}

    /** {@code text} with its control characters and line breaks as blanks, so that it cannot move the cursor. */
    public static String oneLine(String text) {
        return text == null
                ? ""
                : text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\p{Cf}]+", " ").strip();
    }

    /**
     * {@code text} in lines of at most {@code columns} characters, broken at blanks; a longer word has its own line.
     */
    public static String wrapped(String text, int columns) {
        var lines = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ")) {
            if (column > 0 && column + 1 + word.length() > columns) {
                lines.setLength(lines.toString().stripTrailing().length());
                lines.append(System.lineSeparator());
                column = 0;
            } else if (column > 0) {
                lines.append(' ');
                column++;
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }

    /** The first {@code length} characters, with dots where something is missing; nothing if not even they fit. */
    public static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return length < 4 ? "" : text.substring(0, length - 3) + "...";
    }
}
