package io.gatelink.local.cli;

/** Text from outside, made fit to be shown. */
final class Text {

    private Text() {
    }

    /** {@code text} with its control characters and line breaks as blanks, so that it cannot move the cursor. */
    static String oneLine(String text) {
        return text == null ? "" : text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\p{Cf}]+", " ").strip();
    }

    /** The first {@code length} characters, with dots where something is missing. */
    static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, Math.max(0, length - 3)) + "...";
    }
}
