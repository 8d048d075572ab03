package io.gatelink.local.apigateway.dataplane;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** RFC 3986 percent-encoding, where a plus is a plus. */
final class PercentEncoding {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentEncoding() {}

    /** Encodes all but unreserved characters. */
    static String encode(String text) {
        return encode(text, "-._~");
    }

    /** Encodes all but unreserved characters and slashes. */
    static String encodePath(String text) {
        return encode(text, "-._~/");
    }

    /** Encodes what may not stand in a request line at all; a percent sign stays what it is. */
    static String encodeIllegal(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
                return encode(text, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
            }
        }
        return text;
    }

    /** Decodes once; what is not a percent-encoding stays as it is. */
    static String decode(String text) {
        return text.indexOf('%') < 0 ? text : new String(decodeBytes(text), StandardCharsets.UTF_8);
    }

    private static byte[] decodeBytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low < 0) {
                decoded.write(bytes[i]);
            } else {
                decoded.write(high << 4 | low);
                i += 2;
            }
        }
        return decoded.toByteArray();
    }

    /** Decodes and encodes again, so that one text has one form. */
    static String reencode(String text) {
        return encode(decodeBytes(text), "-._~");
    }

    private static String encode(String text, String unescaped) {
        return encode(text.getBytes(StandardCharsets.UTF_8), unescaped);
    }

    private static String encode(byte[] bytes, String unescaped) {
        var encoded = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            char c = (char) (b & 0xFF);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || unescaped.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            }
        }
        return encoded.toString();
    }
}
