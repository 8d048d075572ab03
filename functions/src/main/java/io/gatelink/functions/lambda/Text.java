package io.gatelink.functions.lambda;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Escapes untrusted values for messages, and reads times. */
public final class Text {

    private static final int SHOWN = 120;

    private Text() {
    }

    /** The time that an ISO 8601 text such as 2026-03-02T09:14:07Z tells, or nothing if it is none. */
    public static Optional<Instant> instant(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The value in double quotes, printable and shortened, or {@code null}. */
    public static String shown(Object value) {
        if (value == null) {
            return "null";
        }
        return value instanceof CharSequence text ? quoted(text.toString(), SHOWN) : printable(value.toString(), SHOWN);
    }

    /**
     * The text in double quotes, shortened, with every character escaped that is not ASCII: for texts that can be
     * nothing else, so that one that only looks right is seen to be wrong.
     */
    public static String ascii(String text) {
        StringBuilder result = new StringBuilder("\"");
        for (int character : text.codePoints().limit(SHOWN + 1L).toArray()) {
            StringBuilder one = new StringBuilder();
            if (character < 0x80) {
                append(one, character);
            } else {
                for (char unit : Character.toChars(character)) {
                    one.append(escaped(unit));
                }
            }
            if (result.length() + one.length() > SHOWN + 1) {
                return result.append("...\"").toString();
            }
            result.append(one);
        }
        return result.append('"').toString();
    }

    /** The text in double quotes, printable and cut after {@code most} characters. */
    public static String quoted(String text, int most) {
        return '"' + printable(text, most) + '"';
    }

    /** The text, printable and shortened, without quotes. */
    public static String printable(String text) {
        return printable(text, SHOWN);
    }

    /** The text with whatever could end a line, hide or reorder other text escaped, cut after {@code most}. */
    private static String printable(String text, int most) {
        StringBuilder result = new StringBuilder();
        int[] characters = text.codePoints().limit(most + 1L).toArray();
        for (int i = 0; i < Math.min(characters.length, most); i++) {
            append(result, characters[i]);
        }
        return characters.length > most ? result.append("...").toString() : result.toString();
    }

    private static void append(StringBuilder result, int character) {
        switch (character) {
            case '"', '\\' -> result.append('\\').appendCodePoint(character);
            case '\n' -> result.append("\\n");
            case '\r' -> result.append("\\r");
            case '\t' -> result.append("\\t");
            default -> {
                if (isPrintable(character)) {
                    result.appendCodePoint(character);
                } else {
                    for (char unit : Character.toChars(character)) {
                        result.append(escaped(unit));
                    }
                }
            }
        }
    }

    private static String escaped(int unit) {
        return String.format("\\u%04x", unit);
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
