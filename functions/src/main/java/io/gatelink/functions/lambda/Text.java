package io.gatelink.functions.lambda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Escapes untrusted values for messages, and reads times. */
public final class Text {

    private static final int SHOWN = 120;

    private Text() {}

    /** The time that an ISO 8601 text such as 2026-03-02T09:14:07Z tells, or nothing if it is none. */
    public static Optional<Instant> instant(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The value, {@link #printable}, and in double quotes if it is a text. */
    public static String shown(Object value) {
        return value instanceof CharSequence ? '"' + printable(value) + '"' : printable(value);
    }

    /**
     * The value, shortened, and with every character escaped that is not printable ASCII, so that none ends a line, and
     * what only looks right is seen to be wrong.
     */
    public static String printable(Object value) {
        StringBuilder result = new StringBuilder();
        for (char character : String.valueOf(value).toCharArray()) {
            String escaped =
                    switch (character) {
                        case '"', '\\' -> "\\" + character;
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\t' -> "\\t";
                        default ->
                            character < ' ' || character > '~'
                                    ? String.format("\\u%04x", (int) character)
                                    : String.valueOf(character);
                    };
            if (result.length() + escaped.length() > SHOWN) {
                return result + "...";
            }
            result.append(escaped);
        }
        return result.toString();
    }

    /** The SHA-256 hash of a text in UTF-8, in hexadecimal. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
