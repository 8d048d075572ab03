package io.gatelink.functions.wanted;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Tells whether a load balancer's tags of ours have changed. */
public final class TagsHash {

    private TagsHash() {
    }

    /**
     * The SHA-256 hash, in hexadecimal, of the tags whose keys begin with {@link Tags#PREFIX}: sorted by key, each as a
     * line {@code key=value}.
     */
    public static String of(Map<String, String> tags) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(tags).forEach((key, value) -> {
            if (key.startsWith(Tags.PREFIX)) {
                lines.append(key).append('=').append(value).append('\n');
            }
        });
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(lines.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
