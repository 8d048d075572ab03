package io.gatelink.functions.lambda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;

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
            String one = character < 0x80 ? escaped(character) : codes(character);
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
        String result = text.codePoints().limit(most).mapToObj(Text::escaped).collect(Collectors.joining());
        return text.codePoints().skip(most).findAny().isPresent() ? result + "..." : result;
    }

    private static String escaped(int character) {
        return switch (character) {
            case '"', '\\' -> "\\" + (char) character;
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isPrintable(character) ? Character.toString(character) : codes(character);
        };
    }

    private static String codes(int character) {
        return Character.toString(character).chars().mapToObj(unit -> String.format("\\u%04x", unit))
                .collect(Collectors.joining());
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** The SHA-256 hash of a text in UTF-8, in hexadecimal. */
    public static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
