package io.gatelink.local.s3;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** The operations on objects. */
final class ObjectRequests {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");
    private static final int MOST_DELETED = 1000;
    private static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final Set<String> UNSUPPORTED_CONDITIONS = Set.of("If-Modified-Since", "If-Unmodified-Since");

    private final Buckets buckets;

    ObjectRequests(Buckets buckets) {
        this.buckets = buckets;
    }

    void addRoutes(S3Wire wire) {
        wire.add("PutObject", "PUT object", Set.of(), this::putObject);
        wire.add("HeadObject", "HEAD object", Set.of("versionId"), this::headObject);
        wire.add("GetObject", "GET object", Set.of("versionId"), this::getObject);
        wire.add("DeleteObject", "DELETE object", Set.of("versionId"), this::deleteObject);
        wire.add("DeleteObjects", "POST bucket delete", Set.of(), this::deleteObjects);
    }

    private Response putObject(ObjectAddress address, Request request) {
        Bucket bucket = buckets.bucket(address.bucket());
        checkWriteConditions(request, bucket, address.key());
        Payload payload = Payload.of(request);
        StoredObject object = buckets.putObject(
                address.bucket(),
                address.key(),
                new Buckets.NewObject(
                        payload.content(),
                        RequestHeaders.kept(request),
                        payload.checksum(),
                        RequestHeaders.encryption(request)));
        return withChecksum(written(bucket, object, Response.empty(200)), object)
                .with("ETag", "\"" + object.etag() + "\"");
    }

    /** @throws AwsException PreconditionFailed, NoSuchKey, NotImplemented */
    static void checkWriteConditions(Request request, Bucket bucket, String key) {
        Optional<StoredObject> current = bucket.current(key);
        request.header("If-None-Match").ifPresent(tags -> {
            if (!tags.equals("*")) {
                throw S3Errors.headerNotImplemented("If-None-Match");
            }
            if (current.isPresent()) {
                throw S3Errors.preconditionFailed("If-None-Match");
            }
        });
        request.header("If-Match").ifPresent(tag -> {
            StoredObject object = current.orElseThrow(() -> S3Errors.noSuchKey(key));
            if (!matches(tag, object)) {
                throw S3Errors.preconditionFailed("If-Match");
            }
        });
    }

    /** What an answer says of an object that was just stored. */
    static Response written(Bucket bucket, StoredObject object, Response response) {
        Response answer = response.with("x-amz-server-side-encryption", object.encryption());
        return bucket.keepsVersions() ? answer.with("x-amz-version-id", object.versionId()) : answer;
    }

    private static Response withChecksum(Response response, StoredObject object) {
        return object.checksum()
                .map(checksum -> response.with(checksum.algorithm().header(), checksum.value())
                        .with("x-amz-checksum-type", checksum.type()))
                .orElse(response);
    }

    private StoredObject object(ObjectAddress address, Request request) {
        UNSUPPORTED_CONDITIONS.stream()
                .filter(name -> request.header(name).isPresent())
                .findFirst()
                .ifPresent(name -> {
                    throw S3Errors.headerNotImplemented(name);
                });
        StoredObject object = buckets.object(address.bucket(), address.key(), request.queryParameter("versionId"));
        request.header("If-Match").filter(tag -> !matches(tag, object)).ifPresent(tag -> {
            throw S3Errors.preconditionFailed("If-Match");
        });
        return object;
    }

    private static boolean matches(String tags, StoredObject object) {
        return tags.strip().equals("*")
                || List.of(tags.split(",")).stream()
                        .anyMatch(tag -> tag.strip().replace("\"", "").equals(object.etag()));
    }

    private static boolean isKnownAlready(Request request, StoredObject object) {
        return request.header("If-None-Match")
                .filter(tags -> matches(tags, object))
                .isPresent();
    }

    private Response headObject(ObjectAddress address, Request request) {
        StoredObject object = object(address, request);
        if (isKnownAlready(request, object)) {
            return described(Response.empty(304), object);
        }
        Optional<Range> range = range(request, object);
        if (range.isPresent()) {
            return described(Response.empty(206), object)
                    .with("Content-Range", range.get().of(object))
                    .with("Content-Length", Long.toString(range.get().length()));
        }
        Response response = described(Response.empty(200), object).with("Content-Length", Long.toString(object.size()));
        return asksForChecksum(request) ? withChecksum(response, object) : response;
    }

    private Response getObject(ObjectAddress address, Request request) {
        StoredObject object = object(address, request);
        if (isKnownAlready(request, object)) {
            return described(Response.empty(304), object);
        }
        Optional<Range> range = range(request, object);
        if (range.isPresent()) {
            byte[] content =
                    buckets.read(object, range.get().first(), (int) range.get().length());
            return described(new Response(206, Map.of(), content), object)
                    .with("Content-Range", range.get().of(object));
        }
        Response response = described(new Response(200, Map.of(), buckets.read(object)), object);
        return asksForChecksum(request) ? withChecksum(response, object) : response;
    }

    private static boolean asksForChecksum(Request request) {
        return request.header("x-amz-checksum-mode").filter("ENABLED"::equals).isPresent();
    }

    private static Response described(Response response, StoredObject object) {
        Response described = response.with("ETag", "\"" + object.etag() + "\"")
                .with("Last-Modified", HTTP_TIME.format(object.lastModified()))
                .with("Accept-Ranges", "bytes")
                .with("x-amz-server-side-encryption", object.encryption());
        if (!object.headers().containsKey("Content-Type")) {
            described = described.with("Content-Type", "binary/octet-stream");
        }
        for (Map.Entry<String, String> header : object.headers().entrySet()) {
            described = described.with(header.getKey(), header.getValue());
        }
        return object.versionId().equals(StoredObject.NULL_VERSION)
                ? described
                : described.with("x-amz-version-id", object.versionId());
    }

    private record Range(long first, long last) {

        long length() {
            return last - first + 1;
        }

        String of(StoredObject object) {
            return "bytes " + first + "-" + last + "/" + object.size();
        }
    }

    /** The part of an object that is asked for; what is no range asks for all of it, as HTTP has it. */
    private static Optional<Range> range(Request request, StoredObject object) {
        Matcher range = RANGE.matcher(request.header("Range").orElse(""));
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return Optional.empty();
        }
        long last = object.size() - 1;
        long first;
        if (range.group(1).isEmpty()) {
            first = Math.max(0, object.size() - Long.parseLong(range.group(2)));
        } else {
            first = Long.parseLong(range.group(1));
            if (!range.group(2).isEmpty()) {
                if (Long.parseLong(range.group(2)) < first) {
                    return Optional.empty();
                }
                last = Math.min(last, Long.parseLong(range.group(2)));
            }
        }
        if (first > last) {
            throw new AwsException("InvalidRange", 416, "The requested range is not satisfiable")
                    .with(Json.object()
                            .put("RangeRequested", request.header("Range").orElse(""))
                            .put("ActualObjectSize", object.size()));
        }
        return Optional.of(new Range(first, last));
    }

    private Response deleteObject(ObjectAddress address, Request request) {
        if (request.header("If-Match").isPresent()) {
            throw S3Errors.headerNotImplemented("If-Match");
        }
        Buckets.Deletion deletion =
                buckets.deleteObject(address.bucket(), address.key(), request.queryParameter("versionId"));
        Response response = Response.empty(204);
        if (deletion.versionId().isPresent()) {
            response = response.with("x-amz-version-id", deletion.versionId().get());
        }
        return deletion.deleteMarker() ? response.with("x-amz-delete-marker", "true") : response;
    }

    private Response deleteObjects(ObjectAddress address, Request request) {
        Payload payload = Payload.of(request);
        if (payload.checksum().isEmpty() && request.header("Content-MD5").isEmpty()) {
            throw S3Errors.invalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
        Element named = Xml.parse(payload.content(), "Delete");
        List<Element> objects = Xml.children(named).stream()
                .filter(child -> child.getLocalName().equals("Object"))
                .toList();
        if (objects.isEmpty() || objects.size() > MOST_DELETED) {
            throw S3Errors.malformedXml();
        }
        for (Element object : objects) {
            for (Element child : Xml.children(object)) {
                if (!Set.of("Key", "VersionId").contains(child.getLocalName())) {
                    throw S3Wire.unsupportedValue("DeleteObjects with " + child.getLocalName());
                }
            }
            if (Xml.child(object, "Key").isEmpty()) {
                throw S3Errors.malformedXml();
            }
        }
        boolean quiet = Xml.child(named, "Quiet").equals(Optional.of("true"));
        buckets.bucket(address.bucket());
        return Xml.answer(
                "DeleteResult",
                xml -> objects.forEach(object -> {
                    String key = Xml.child(object, "Key").orElseThrow();
                    Optional<String> versionId = Xml.child(object, "VersionId");
                    Buckets.Deletion deletion = buckets.deleteObject(address.bucket(), key, versionId);
                    if (quiet) {
                        return;
                    }
                    xml.element("Deleted", it -> {
                        it.text("Key", key);
                        versionId.ifPresent(id -> it.text("VersionId", id));
                        if (deletion.deleteMarker()) {
                            it.text("DeleteMarker", true)
                                    .text(
                                            "DeleteMarkerVersionId",
                                            deletion.versionId().orElseThrow());
                        }
                    });
                }));
    }
}
