package io.gatelink.local.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The checksum of an object or of a part of one.
 *
 * @param algorithm how it is computed
 * @param value     Base64; for a composite one with a hyphen and the number of parts behind it
 * @param type      {@code FULL_OBJECT}, or {@code COMPOSITE}: of the checksums of the parts
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html">Checking object
 *     integrity</a>
 */
record Checksum(Algorithm algorithm, String value, String type) {

    static final String FULL_OBJECT = "FULL_OBJECT";
    static final String COMPOSITE = "COMPOSITE";

    Checksum {
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(type, "type");
    }

    /** Those that the JDK computes; S3 has CRC64NVME and others, too. */
    enum Algorithm {
        CRC32,
        CRC32C,
        SHA1,
        SHA256;

        /** The header, or the trailer, that carries its value. */
        String header() {
            return "x-amz-checksum-" + lowerCase();
        }

        /** Its name as errors have it. */
        String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The name of the element that carries its value. */
        String element() {
            return "Checksum" + name();
        }

        /** What it makes of {@code content}, in Base64. */
        String of(byte[] content) {
            return Base64.getEncoder().encodeToString(digest(content));
        }

        private byte[] digest(byte[] content) {
            switch (this) {
                case CRC32 -> {
                    var crc = new CRC32();
                    crc.update(content);
                    return fourBytes(crc.getValue());
                }
                case CRC32C -> {
                    var crc = new CRC32C();
                    crc.update(content, 0, content.length);
                    return fourBytes(crc.getValue());
                }
                case SHA1 -> {
                    return hash("SHA-1", content);
                }
                case SHA256 -> {
                    return hash("SHA-256", content);
                }
            }
            throw new IllegalStateException(name());
        }

        private static byte[] fourBytes(long value) {
            return ByteBuffer.allocate(4).putInt((int) value).array();
        }
    }

    /** What a hash function that every JDK has makes of {@code content}. */
    static byte[] hash(String function, byte[] content) {
        try {
            return MessageDigest.getInstance(function).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
