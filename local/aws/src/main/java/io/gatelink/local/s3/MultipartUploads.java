package io.gatelink.local.s3;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.s3.Checksum.Algorithm;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Objects that come in parts.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html">Uploading and copying objects
 *     using multipart upload</a>
 */
final class MultipartUploads {

    private static final int MOST_PARTS = 10_000;
    private static final long LEAST_PART_BYTES = 5 << 20;

    private final Account account;
    private final ObjectStore store;
    private final Map<String, Upload> uploads = new HashMap<>();

    MultipartUploads(Account account, ObjectStore store) {
        this.account = account;
        this.store = store;
    }

    /**
     * What an upload was begun with.
     *
     * @param algorithm    of the checksums that its parts carry, if any
     * @param checksumType {@link Checksum#FULL_OBJECT} or {@link Checksum#COMPOSITE}
     */
    record Start(
            Map<String, String> headers,
            Optional<Algorithm> algorithm,
            String checksumType,
            Optional<String> encryption) {

        /** Whether each part must have a checksum. */
        boolean checksumsParts() {
            return algorithm.isPresent() && checksumType.equals(Checksum.COMPOSITE);
        }

        /** @throws AwsException InvalidRequest, if a checksum is of another algorithm, or absent */
        private void checkAlgorithm(Optional<Checksum> checksum) {
            if (algorithm.isPresent() && !algorithm.equals(checksum.map(Checksum::algorithm))) {
                throw S3Errors.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                        + algorithm.get().lowerCase() + ", actual checksum Type: "
                        + checksum.map(it -> it.algorithm().lowerCase()).orElse("null"));
            }
        }

        /** @throws AwsException InvalidRequest */
        private void check(Completion completion) {
            if (completion.checksum().isPresent()) {
                checkAlgorithm(completion.checksum());
            }
            if (algorithm.isPresent()
                    && !completion.checksumType().orElse(checksumType).equals(checksumType)) {
                throw S3Errors.invalidRequest("The upload was created using the " + checksumType
                        + " checksum mode. The complete request must use the same checksum mode.");
            }
            if (checksumsParts()) {
                completion.parts().stream()
                        .filter(part -> part.checksums().isEmpty())
                        .findFirst()
                        .ifPresent(part -> {
                            throw S3Errors.invalidRequest("The upload was created using a "
                                    + algorithm.get().lowerCase()
                                    + " checksum. The complete request must include the checksum for each part. It "
                                    + "was missing for part " + part.number() + " in the request.");
                        });
            }
        }
    }

    private record Upload(String bucket, String key, Start start, NavigableMap<Integer, Part> parts) {}

    private record Part(Path content, long size, byte[] md5, Optional<Checksum> checksum) {

        String etag() {
            return HexFormat.of().formatHex(md5);
        }
    }

    /** A part as the request that completes an upload names it. */
    record NamedPart(int number, String etag, Map<Algorithm, String> checksums) {}

    /**
     * What completes an upload.
     *
     * @param checksum     what the caller says of the whole object
     * @param checksumType what the caller says of how that is computed
     * @param size         what the caller says of its length
     */
    record Completion(
            List<NamedPart> parts, Optional<Checksum> checksum, Optional<String> checksumType, Optional<Long> size) {}

    /** @return the upload's id */
    String create(Bucket bucket, String key, Start start) {
        Buckets.checkKey(key);
        String id = account.newId(64);
        uploads.put(id, new Upload(bucket.name(), key, start, new TreeMap<>()));
        return id;
    }

    /** How the upload was begun. */
    Start start(Bucket bucket, String key, String uploadId) {
        return upload(bucket, key, uploadId).start();
    }

    /**
     * Takes a part; one with the same number goes.
     *
     * @return its ETag
     * @throws AwsException NoSuchUpload, InvalidArgument, InvalidRequest
     */
    String uploadPart(
            Bucket bucket, String key, String uploadId, int number, byte[] content, Optional<Checksum> checksum) {
        Upload upload = upload(bucket, key, uploadId);
        if (number < 1 || number > MOST_PARTS) {
            throw S3Errors.invalidArgument(
                    "Part number must be an integer between 1 and " + MOST_PARTS + ", inclusive",
                    "partNumber",
                    Integer.toString(number));
        }
        if (checksum.isPresent() || upload.start().checksumsParts()) {
            upload.start().checkAlgorithm(checksum);
        }
        var part = new Part(store.write(List.of(content)), content.length, Checksum.hash("MD5", content), checksum);
        Part before = upload.parts().put(number, part);
        if (before != null) {
            store.delete(before.content());
        }
        return part.etag();
    }

    /**
     * Makes an object of the parts that are named; the others go.
     *
     * @throws AwsException NoSuchUpload, InvalidPart, InvalidPartOrder, EntityTooSmall, InvalidRequest, BadDigest
     */
    StoredObject complete(Bucket bucket, String key, String uploadId, Completion completion, String versionId) {
        Upload upload = upload(bucket, key, uploadId);
        upload.start().check(completion);
        List<Part> parts = named(upload, completion.parts());
        long size = parts.stream().mapToLong(Part::size).sum();
        if (completion.size().isPresent() && completion.size().get() != size) {
            throw S3Errors.invalidRequest("The provided 'x-amz-mp-object-size' header value "
                    + completion.size().get() + " does not match what was computed: " + size);
        }
        Optional<Checksum> checksum = checksum(upload.start(), parts);
        if (completion.checksum().isPresent()
                && checksum.isPresent()
                && !completion.checksum().get().value().equals(checksum.get().value())) {
            throw S3Errors.badDigest(checksum.get().algorithm().name());
        }
        var digests = new ByteArrayOutputStream();
        parts.forEach(part -> digests.writeBytes(part.md5()));
        String etag = HexFormat.of().formatHex(Checksum.hash("MD5", digests.toByteArray())) + "-" + parts.size();
        Path content = store.join(parts.stream().map(Part::content).toList());
        discard(uploadId);
        return new StoredObject(
                key,
                versionId,
                account.loop().instant(),
                false,
                size,
                etag,
                upload.start().encryption().orElse(bucket.settings().encryption()),
                upload.start().headers(),
                checksum,
                content);
    }

    private static List<Part> named(Upload upload, List<NamedPart> named) {
        var parts = new ArrayList<Part>();
        int before = 0;
        for (NamedPart name : named) {
            if (name.number() <= before) {
                throw new AwsException(
                        "InvalidPartOrder",
                        400,
                        "The list of parts was not in ascending order. The parts list must be specified in order by "
                                + "part "
                                + "number.");
            }
            before = name.number();
            Part part = upload.parts().get(name.number());
            if (part == null || !part.etag().equals(name.etag()) || !matches(part, name)) {
                throw S3Errors.invalidPart();
            }
            parts.add(part);
        }
        for (Part part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < LEAST_PART_BYTES) {
                throw new AwsException(
                        "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size");
            }
        }
        return parts;
    }

    private static boolean matches(Part part, NamedPart name) {
        return name.checksums().entrySet().stream().allMatch(given -> part.checksum()
                .filter(checksum -> checksum.algorithm() == given.getKey()
                        && checksum.value().equals(given.getValue()))
                .isPresent());
    }

    private Optional<Checksum> checksum(Start start, List<Part> parts) {
        if (start.algorithm().isEmpty()) {
            return Optional.empty();
        }
        Algorithm algorithm = start.algorithm().get();
        if (start.checksumType().equals(Checksum.FULL_OBJECT)) {
            var whole = new ByteArrayOutputStream();
            parts.forEach(part -> whole.writeBytes(store.read(part.content())));
            return Optional.of(new Checksum(algorithm, algorithm.of(whole.toByteArray()), Checksum.FULL_OBJECT));
        }
        var digests = new ByteArrayOutputStream();
        for (Part part : parts) {
            digests.writeBytes(
                    Base64.getDecoder().decode(part.checksum().orElseThrow().value()));
        }
        return Optional.of(
                new Checksum(algorithm, algorithm.of(digests.toByteArray()) + "-" + parts.size(), Checksum.COMPOSITE));
    }

    /** @throws AwsException NoSuchUpload */
    void abort(Bucket bucket, String key, String uploadId) {
        upload(bucket, key, uploadId);
        discard(uploadId);
    }

    /** Ends the uploads to a bucket that goes. */
    void abortAll(String bucket) {
        List.copyOf(uploads.entrySet()).stream()
                .filter(upload -> upload.getValue().bucket().equals(bucket))
                .forEach(upload -> discard(upload.getKey()));
    }

    private void discard(String uploadId) {
        uploads.remove(uploadId).parts().values().forEach(part -> store.delete(part.content()));
    }

    private Upload upload(Bucket bucket, String key, String uploadId) {
        Upload upload = uploads.get(uploadId);
        if (upload == null
                || !upload.bucket().equals(bucket.name())
                || !upload.key().equals(key)) {
            throw S3Errors.noSuchUpload();
        }
        return upload;
    }
}
