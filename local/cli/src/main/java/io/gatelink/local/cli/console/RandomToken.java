package io.gatelink.local.cli.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Something that cannot be guessed: 128 bits at random, as hexadecimal digits. */
final class RandomToken {

    private final String text;

    private RandomToken(String text) {
        this.text = text;
    }

    static RandomToken create() {
        var bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return new RandomToken(HexFormat.of().formatHex(bytes));
    }

    /** Compares in a time that tells nothing of it. */
    boolean is(String sent) {
        return MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return text;
    }
}
