package io.gatelink.local.s3;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One version of an object.
 *
 * @param versionId    {@link #NULL_VERSION} in a bucket without versions
 * @param deleteMarker whether it says that the object was deleted; then it has no content
 * @param etag         without quotation marks
 * @param encryption   {@code AES256} or {@code aws:kms}
 * @param headers      those that the caller gave and gets again, e.g. {@code Content-Type}
 * @param content      a file; {@code null} for a delete marker
 */
record StoredObject(
        String key,
        String versionId,
        Instant lastModified,
        boolean deleteMarker,
        long size,
        String etag,
        String encryption,
        Map<String, String> headers,
        Optional<Checksum> checksum,
        Path content) {

    /** The version of what is stored while a bucket has no versions. */
    static final String NULL_VERSION = "null";

    StoredObject {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(versionId, "versionId");
        Objects.requireNonNull(lastModified, "lastModified");
        headers = Map.copyOf(headers);
        Objects.requireNonNull(checksum, "checksum");
    }

    static StoredObject deleteMarker(String key, String versionId, Instant now) {
        return new StoredObject(key, versionId, now, true, 0, "", "", Map.of(), Optional.empty(), null);
    }
}
