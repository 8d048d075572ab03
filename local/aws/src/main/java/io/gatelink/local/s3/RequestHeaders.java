package io.gatelink.local.s3;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Request;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The headers of requests to S3 that say more than what is asked for: refused where the local AWS cannot do as they
 * say.
 */
final class RequestHeaders {

    private static final String METADATA = "x-amz-meta-";
    private static final Set<String> KNOWN = Set.of(
            "x-amz-acl",
            "x-amz-checksum-algorithm",
            "x-amz-checksum-mode",
            "x-amz-checksum-type",
            "x-amz-content-sha256",
            "x-amz-date",
            "x-amz-decoded-content-length",
            "x-amz-expected-bucket-owner",
            "x-amz-mp-object-size",
            "x-amz-object-ownership",
            "x-amz-sdk-checksum-algorithm",
            "x-amz-security-token",
            "x-amz-server-side-encryption",
            "x-amz-storage-class",
            "x-amz-te", // what a client would take in chunks
            "x-amz-trailer",
            "x-amz-user-agent");
    /** Kept with an object, and given back with it. */
    private static final List<String> KEPT =
            List.of("Cache-Control", "Content-Disposition", "Content-Language", "Content-Type", "Expires");

    private static final Set<String> OWNERS_ALONE = Set.of("private", "bucket-owner-full-control", "bucket-owner-read");
    private static final int MOST_METADATA_BYTES = 2048;

    private RequestHeaders() {}

    /** @throws AwsException NotImplemented, AccessDenied, AccessControlListNotSupported, InvalidArgument */
    static void check(Request request, Account account) {
        request.headers().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith("x-amz-") && !name.startsWith(METADATA) && !KNOWN.contains(name))
                .filter(name -> Arrays.stream(Checksum.Algorithm.values())
                        .noneMatch(algorithm -> algorithm.header().equals(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw S3Errors.headerNotImplemented(name);
                });
        request.header("x-amz-expected-bucket-owner")
                .filter(owner -> !owner.equals(account.id()))
                .ifPresent(owner -> {
                    throw S3Errors.accessDenied();
                });
        request.header("x-amz-acl").filter(acl -> !OWNERS_ALONE.contains(acl)).ifPresent(acl -> {
            throw new AwsException("AccessControlListNotSupported", 400, "The bucket does not allow ACLs");
        });
        only(request, "x-amz-storage-class", "STANDARD");
        only(request, "x-amz-object-ownership", "BucketOwnerEnforced");
        encryption(request);
    }

    private static void only(Request request, String header, String supported) {
        request.header(header).filter(value -> !value.equals(supported)).ifPresent(value -> {
            throw S3Wire.unsupportedValue("the " + header + " " + value + ", only " + supported);
        });
    }

    /** What is to encrypt the object, if the request says so. */
    static Optional<String> encryption(Request request) {
        Optional<String> encryption = request.header("x-amz-server-side-encryption");
        encryption.filter(it -> !it.equals("AES256") && !it.equals("aws:kms")).ifPresent(it -> {
            throw S3Errors.invalidArgument(
                    "The encryption method specified is not supported", "x-amz-server-side-encryption", it);
        });
        return encryption;
    }

    /** What is kept with an object, by its header. */
    static Map<String, String> kept(Request request) {
        var kept = new LinkedHashMap<String, String>();
        KEPT.forEach(name -> request.header(name).ifPresent(value -> kept.put(name, value)));
        request.header("Content-Encoding")
                .map(RequestHeaders::withoutChunks)
                .filter(encoding -> !encoding.isEmpty())
                .ifPresent(encoding -> kept.put("Content-Encoding", encoding));
        int bytes = 0;
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.startsWith(METADATA)) {
                String value = String.join(",", header.getValue());
                kept.put(name, value);
                bytes += name.length() - METADATA.length() + value.length();
            }
        }
        if (bytes > MOST_METADATA_BYTES) {
            throw new AwsException(
                    "MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size");
        }
        return kept;
    }

    /** How a request was sent is no property of the object. */
    private static String withoutChunks(String encoding) {
        return String.join(
                ",",
                Arrays.stream(encoding.split(","))
                        .map(String::strip)
                        .filter(it -> !it.equals("aws-chunked"))
                        .toList());
    }
}
