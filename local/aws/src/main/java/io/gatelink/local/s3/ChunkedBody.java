package io.gatelink.local.s3;

import io.gatelink.local.core.AwsException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A body in the encoding {@code aws-chunked}. The signatures of the chunks are not looked at, as no signature of the
 * control plane is.
 *
 * @param trailers the headers behind the last chunk
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html">Signature calculations:
 *     transferring payload in multiple chunks</a>
 */
record ChunkedBody(byte[] content, Map<String, List<String>> trailers) {

    private static final int LONGEST_LINE = 8192;

    /**
     * @param decodedLength what the caller says of the content's length
     * @throws AwsException IncompleteBody, MissingContentLength
     */
    static ChunkedBody parse(byte[] body, Optional<String> decodedLength) {
        if (decodedLength.isEmpty()) {
            throw new AwsException("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
        }
        var reader = new Reader(body);
        var content = new ByteArrayOutputStream(body.length);
        while (true) {
            int size = size(reader.line());
            if (size == 0) {
                break;
            }
            reader.copy(size, content);
            if (!reader.line().isEmpty()) {
                throw incomplete();
            }
        }
        var trailers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        while (reader.hasMore()) {
            String line = reader.line();
            int colon = line.indexOf(':');
            if (colon > 0) {
                trailers.put(
                        line.substring(0, colon).strip(),
                        List.of(line.substring(colon + 1).strip()));
            }
        }
        if (!decodedLength.get().equals(Integer.toString(content.size()))) {
            throw incomplete();
        }
        return new ChunkedBody(content.toByteArray(), trailers);
    }

    private static int size(String line) {
        String digits = line.split(";", 2)[0].strip();
        if (!digits.matches("[0-9a-fA-F]{1,7}")) {
            throw incomplete();
        }
        return Integer.parseInt(digits, 16);
    }

    private static AwsException incomplete() {
        return new AwsException(
                "IncompleteBody",
                400,
                "The request body terminated unexpectedly, or is not as long as its headers say.");
    }

    private static final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        /** What comes before the next line break. */
        String line() {
            int start = at;
            while (at < bytes.length && at - start < LONGEST_LINE) {
                if (bytes[at++] == '\n') {
                    return new String(bytes, start, at - 1 - start, StandardCharsets.ISO_8859_1).stripTrailing();
                }
            }
            throw incomplete();
        }

        void copy(int count, ByteArrayOutputStream to) {
            if (count > bytes.length - at) {
                throw incomplete();
            }
            to.write(bytes, at, count);
            at += count;
        }
    }
}
