package io.gatelink.local.s3;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import io.gatelink.local.s3.Checksum.Algorithm;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a request carries, once everything has been checked that it says of it: its length, its hash, its checksums.
 *
 * @param checksum what the caller says it is, and it is
 */
record Payload(byte[] content, Optional<Checksum> checksum) {

    private static final String PREFIX = "x-amz-checksum-";
    /** Say something about checksums, but are none. */
    private static final List<String> NO_CHECKSUMS =
            List.of("x-amz-checksum-mode", "x-amz-checksum-algorithm", "x-amz-checksum-type");

    /**
     * Reads a request's body, in chunks or not.
     *
     * @throws AwsException BadDigest, InvalidDigest, InvalidRequest, XAmzContentSHA256Mismatch, IncompleteBody
     */
    static Payload of(Request request) {
        String hash = request.header("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD");
        var checksums = new TreeMap<String, String>(checksumHeaders(request.headers()));
        byte[] content = request.body();
        if (hash.startsWith("STREAMING-")) {
            ChunkedBody chunked = ChunkedBody.parse(content, request.header("x-amz-decoded-content-length"));
            content = chunked.content();
            checksums.putAll(checksumHeaders(chunked.trailers()));
        } else if (!hash.equals("UNSIGNED-PAYLOAD") && !hash.equals(hex("SHA-256", content))) {
            throw new AwsException(
                            "XAmzContentSHA256Mismatch",
                            400,
                            "The provided 'x-amz-content-sha256' header does not match what was computed.")
                    .with(Json.object()
                            .put("ClientComputedContentSHA256", hash)
                            .put("S3ComputedContentSHA256", hex("SHA-256", content)));
        }
        checkMd5(request, content);
        Optional<String> announced = request.header("x-amz-sdk-checksum-algorithm");
        if (announced.isPresent() && checksums.isEmpty()) {
            throw S3Errors.invalidRequest(
                    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or "
                            + "x-amz-trailer headers were found.");
        }
        Optional<Checksum> checksum = one(checksums);
        if (checksum.isPresent()
                && !checksum.get().value().equals(checksum.get().algorithm().of(content))) {
            throw S3Errors.badDigest(checksum.get().algorithm().name());
        }
        return new Payload(content, checksum);
    }

    /** The checksum that the headers of a request without its content name, unchecked: that of a completed upload. */
    static Optional<Checksum> checksumOf(Request request) {
        return one(checksumHeaders(request.headers()));
    }

    private static Optional<Checksum> one(Map<String, String> checksums) {
        if (checksums.size() > 1) {
            throw S3Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        return checksums.entrySet().stream().findFirst().map(header -> {
            Algorithm algorithm = Arrays.stream(Algorithm.values())
                    .filter(it -> it.header().equals(header.getKey()))
                    .findFirst()
                    .orElseThrow(() -> S3Errors.headerNotImplemented(header.getKey()));
            if (!header.getValue().matches("[A-Za-z0-9+/]+={0,2}(-[0-9]+)?")) {
                throw S3Errors.invalidRequest("Value for " + header.getKey() + " header is invalid.");
            }
            return new Checksum(algorithm, header.getValue(), Checksum.FULL_OBJECT);
        });
    }

    private static Map<String, String> checksumHeaders(Map<String, List<String>> headers) {
        var checksums = new TreeMap<String, String>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PREFIX) && !NO_CHECKSUMS.contains(lower)) {
                checksums.put(lower, values.get(0));
            }
        });
        return checksums;
    }

    private static void checkMd5(Request request, byte[] content) {
        Optional<String> md5 = request.header("Content-MD5");
        if (md5.isEmpty()) {
            return;
        }
        byte[] given;
        try {
            given = Base64.getDecoder().decode(md5.get().strip());
        } catch (IllegalArgumentException e) {
            given = new byte[0];
        }
        if (given.length != 16) {
            throw new AwsException("InvalidDigest", 400, "The Content-MD5 you specified was invalid.");
        }
        if (!Arrays.equals(given, Checksum.hash("MD5", content))) {
            throw new AwsException("BadDigest", 400, "The Content-MD5 you specified did not match what we received.");
        }
    }

    private static String hex(String function, byte[] content) {
        return HexFormat.of().formatHex(Checksum.hash(function, content));
    }
}
