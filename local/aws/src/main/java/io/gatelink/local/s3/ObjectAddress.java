package io.gatelink.local.s3;

import io.gatelink.local.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to S3 is about: by path, {@code /<bucket>/<key>}, or by Host header, {@code <bucket>.localhost}.
 *
 * @param bucket empty for none
 * @param key    decoded; empty for none
 */
public record ObjectAddress(String bucket, String key) {

    private static final Pattern HOST = Pattern.compile("(?:([a-z0-9.-]+)\\.)?localhost(?::[0-9]+)?");
    private static final Pattern PATH = Pattern.compile("/([^/]*)(?:/(.*))?", Pattern.DOTALL);

    public static ObjectAddress of(Request request) {
        Matcher host = HOST.matcher(request.header("Host").orElse(""));
        if (host.matches() && host.group(1) != null) {
            return new ObjectAddress(host.group(1), decode(request.path().substring(1)));
        }
        Matcher path = PATH.matcher(request.path());
        if (!path.matches()) {
            return new ObjectAddress("", "");
        }
        return new ObjectAddress(decode(path.group(1)), path.group(2) == null ? "" : decode(path.group(2)));
    }

    /** {@code service}, {@code bucket} or {@code object}. */
    String level() {
        return bucket.isEmpty() ? "service" : key.isEmpty() ? "bucket" : "object";
    }

    private static String decode(String text) {
        try {
            // Not a form: a plus sign stands for itself in a path.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
