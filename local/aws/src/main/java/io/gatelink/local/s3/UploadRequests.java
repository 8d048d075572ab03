package io.gatelink.local.s3;

import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.s3.Checksum.Algorithm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/** The operations on objects that come in parts. */
final class UploadRequests {

    private static final String TYPE = "x-amz-checksum-type";

    private final Buckets buckets;

    UploadRequests(Buckets buckets) {
        this.buckets = buckets;
    }

    void addRoutes(S3Wire wire) {
        wire.add("CreateMultipartUpload", "POST object uploads", Set.of(), this::create);
        wire.add("UploadPart", "PUT object uploadId", Set.of("partNumber"), this::uploadPart);
        wire.add("CompleteMultipartUpload", "POST object uploadId", Set.of(), this::complete);
        wire.add("AbortMultipartUpload", "DELETE object uploadId", Set.of(), (address, request) -> {
            buckets.uploads().abort(buckets.bucket(address.bucket()), address.key(), uploadId(request));
            return Response.empty(204);
        });
    }

    private Response create(ObjectAddress address, Request request) {
        Optional<Algorithm> algorithm = request.header("x-amz-checksum-algorithm")
                .map(name -> Arrays.stream(Algorithm.values())
                        .filter(it -> it.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> S3Wire.unsupportedValue("the checksum algorithm " + name)));
        String type = checksumType(request).orElse(Checksum.COMPOSITE);
        if (algorithm.isEmpty() && request.header(TYPE).isPresent()) {
            throw S3Errors.invalidRequest(
                    "The x-amz-checksum-type header can only be used with the " + "x-amz-checksum-algorithm header.");
        }
        algorithm
                .filter(it -> type.equals(Checksum.FULL_OBJECT) && (it == Algorithm.SHA1 || it == Algorithm.SHA256))
                .ifPresent(it -> {
                    throw S3Errors.invalidRequest("The FULL_OBJECT checksum type cannot be used with the "
                            + it.lowerCase() + " checksum algorithm.");
                });
        String id = buckets.uploads()
                .create(
                        buckets.bucket(address.bucket()),
                        address.key(),
                        new MultipartUploads.Start(
                                RequestHeaders.kept(request), algorithm, type, RequestHeaders.encryption(request)));
        Response response = Xml.answer("InitiateMultipartUploadResult", xml -> xml.text("Bucket", address.bucket())
                .text("Key", address.key())
                .text("UploadId", id));
        return algorithm.isEmpty()
                ? response
                : response.with("x-amz-checksum-algorithm", algorithm.get().name())
                        .with("x-amz-checksum-type", type);
    }

    private static Optional<String> checksumType(Request request) {
        Optional<String> type = request.header(TYPE);
        type.filter(it -> !it.equals(Checksum.COMPOSITE) && !it.equals(Checksum.FULL_OBJECT))
                .ifPresent(it -> {
                    throw S3Errors.invalidRequest("Value for x-amz-checksum-type header is invalid.");
                });
        return type;
    }

    private Response uploadPart(ObjectAddress address, Request request) {
        Bucket bucket = buckets.bucket(address.bucket());
        Payload payload = Payload.of(request);
        String etag = buckets.uploads()
                .uploadPart(
                        bucket,
                        address.key(),
                        uploadId(request),
                        partNumber(request.queryParameter("partNumber").orElse("")),
                        payload.content(),
                        payload.checksum());
        Response response = Response.empty(200).with("ETag", "\"" + etag + "\"");
        return payload.checksum()
                .map(checksum -> response.with(checksum.algorithm().header(), checksum.value()))
                .orElse(response);
    }

    private static int partNumber(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private Response complete(ObjectAddress address, Request request) {
        Bucket bucket = buckets.bucket(address.bucket());
        var parts = new ArrayList<MultipartUploads.NamedPart>();
        for (Element part : Xml.children(Xml.parse(request.body(), "CompleteMultipartUpload"))) {
            parts.add(namedPart(part));
        }
        if (parts.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        ObjectRequests.checkWriteConditions(request, bucket, address.key());
        StoredObject object = buckets.completeUpload(
                address.bucket(),
                address.key(),
                uploadId(request),
                new MultipartUploads.Completion(
                        parts, Payload.checksumOf(request), checksumType(request), objectSize(request)));
        Response response = Xml.answer("CompleteMultipartUploadResult", xml -> {
            xml.text("Location", "/" + address.bucket() + "/" + address.key())
                    .text("Bucket", address.bucket())
                    .text("Key", address.key())
                    .text("ETag", "\"" + object.etag() + "\"");
            object.checksum()
                    .ifPresent(checksum -> xml.text(checksum.algorithm().element(), checksum.value())
                            .text("ChecksumType", checksum.type()));
        });
        return ObjectRequests.written(bucket, object, response);
    }

    private static MultipartUploads.NamedPart namedPart(Element part) {
        if (!part.getLocalName().equals("Part")) {
            throw S3Errors.malformedXml();
        }
        var checksums = new EnumMap<Algorithm, String>(Algorithm.class);
        for (Element child : Xml.children(part)) {
            String name = child.getLocalName();
            Optional<Algorithm> algorithm = Arrays.stream(Algorithm.values())
                    .filter(it -> it.element().equals(name))
                    .findFirst();
            algorithm.ifPresent(it -> checksums.put(it, child.getTextContent().strip()));
            if (algorithm.isEmpty() && !name.equals("PartNumber") && !name.equals("ETag")) {
                throw S3Wire.unsupportedValue("CompleteMultipartUpload with " + name);
            }
        }
        return new MultipartUploads.NamedPart(
                Xml.child(part, "PartNumber").map(UploadRequests::partNumber).orElseThrow(S3Errors::malformedXml),
                Xml.child(part, "ETag").map(etag -> etag.replace("\"", "")).orElseThrow(S3Errors::malformedXml),
                checksums);
    }

    private static Optional<Long> objectSize(Request request) {
        Optional<String> size = request.header("x-amz-mp-object-size");
        size.filter(it -> !it.matches("[0-9]{1,18}")).ifPresent(it -> {
            throw S3Errors.invalidArgument("Invalid object size", "x-amz-mp-object-size", it);
        });
        return size.map(Long::valueOf);
    }

    private static String uploadId(Request request) {
        return request.queryParameter("uploadId").orElseThrow(S3Errors::noSuchUpload);
    }
}
