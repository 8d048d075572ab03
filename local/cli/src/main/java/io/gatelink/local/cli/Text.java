package io.gatelink.local.cli;

/** Text from outside, made fit to be shown. */
final class Text {

    private Text() {
    }

    /** {@code text} with its control characters and line breaks as blanks, so that it cannot move the cursor. */
    static String oneLine(String text) {
        return text == null ? "" : text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\p{Cf}]+", " ").strip();
    }

    /** The first {@code length} characters, with dots where something is missing; nothing if not even they fit. */
    static String shortened(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return length < 4 ? "" : text.substring(0, length - 3) + "...";
    }
}
