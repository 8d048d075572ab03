package io.gatelink.local.s3;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.s3.BucketSettings.Versioning;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.w3c.dom.Element;

/** The operations on buckets, but for those that list what is in them. */
final class BucketRequests {

    /** Where a bucket needs no LocationConstraint, and making it again is no error. */
    private static final String FIRST_REGION = "us-east-1";

    private final Account account;
    private final Buckets buckets;

    BucketRequests(Account account, Buckets buckets) {
        this.account = account;
        this.buckets = buckets;
    }

    void addRoutes(S3Wire wire) {
        wire.add("CreateBucket", "PUT bucket", Set.of(), this::createBucket);
        wire.add("DeleteBucket", "DELETE bucket", Set.of(), (address, request) -> {
            buckets.delete(address.bucket());
            return Response.empty(204);
        });
        wire.add("HeadBucket", "HEAD bucket", Set.of(), (address, request) -> {
            buckets.bucket(address.bucket());
            return Response.empty(200).with("x-amz-bucket-region", account.region());
        });
        wire.add("GetBucketLocation", "GET bucket location", Set.of(), (address, request) -> {
            buckets.bucket(address.bucket());
            String location = account.region().equals(FIRST_REGION) ? "" : account.region();
            return Response.text(
                    200,
                    "application/xml",
                    "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + location
                            + "</LocationConstraint>");
        });
        wire.add("GetBucketVersioning", "GET bucket versioning", Set.of(), this::getBucketVersioning);
        wire.add("PutBucketVersioning", "PUT bucket versioning", Set.of(), this::putBucketVersioning);
        wire.add("GetBucketEncryption", "GET bucket encryption", Set.of(), this::getBucketEncryption);
        wire.add("GetBucketPolicy", "GET bucket policy", Set.of(), this::getBucketPolicy);
        wire.add("GetBucketTagging", "GET bucket tagging", Set.of(), this::getBucketTagging);
        wire.add("GetPublicAccessBlock", "GET bucket publicAccessBlock", Set.of(), this::getPublicAccessBlock);
    }

    private Response createBucket(ObjectAddress address, Request request) {
        byte[] body = Payload.of(request).content();
        if (body.length > 0) {
            checkConfiguration(Xml.parse(body, "CreateBucketConfiguration"));
        } else if (!account.region().equals(FIRST_REGION)) {
            throw invalidLocation("unspecified");
        }
        if (!buckets.exists(address.bucket()) || !account.region().equals(FIRST_REGION)) {
            buckets.create(address.bucket());
        }
        return Response.empty(200).with("Location", "/" + address.bucket());
    }

    private void checkConfiguration(Element configuration) {
        for (Element child : Xml.children(configuration)) {
            if (!child.getLocalName().equals("LocationConstraint")) {
                throw S3Wire.unsupportedValue("CreateBucket with " + child.getLocalName());
            }
            String location = child.getTextContent().strip();
            if (!location.equals(account.region()) || location.equals(FIRST_REGION)) {
                throw invalidLocation(location);
            }
        }
    }

    private static AwsException invalidLocation(String location) {
        return location.equals(FIRST_REGION)
                ? new AwsException("InvalidLocationConstraint", 400, "The specified location-constraint is not valid")
                : new AwsException(
                        "IllegalLocationConstraintException",
                        400,
                        "The " + location
                                + " location constraint is incompatible for the region specific endpoint this "
                                + "request was sent to.");
    }

    private Response getBucketVersioning(ObjectAddress address, Request request) {
        Versioning versioning = buckets.settings(address.bucket()).versioning();
        return Xml.answer("VersioningConfiguration", xml -> {
            if (versioning != Versioning.NEVER) {
                xml.text("Status", versioning == Versioning.ENABLED ? "Enabled" : "Suspended");
            }
        });
    }

    private Response putBucketVersioning(ObjectAddress address, Request request) {
        BucketSettings settings = buckets.settings(address.bucket());
        Element configuration = Xml.parse(Payload.of(request).content(), "VersioningConfiguration");
        for (Element child : Xml.children(configuration)) {
            if (!child.getLocalName().equals("Status")) {
                throw S3Wire.unsupportedValue("PutBucketVersioning with " + child.getLocalName());
            }
        }
        Versioning versioning =
                switch (Xml.child(configuration, "Status").orElse("")) {
                    case "Enabled" -> Versioning.ENABLED;
                    case "Suspended" -> Versioning.SUSPENDED;
                    default -> throw S3Errors.malformedXml();
                };
        buckets.update(address.bucket(), settings.withVersioning(versioning));
        return Response.empty(200);
    }

    private Response getBucketEncryption(ObjectAddress address, Request request) {
        String encryption = buckets.settings(address.bucket()).encryption();
        return Xml.answer(
                "ServerSideEncryptionConfiguration",
                xml -> xml.element("Rule", rule -> rule.element(
                                "ApplyServerSideEncryptionByDefault", it -> it.text("SSEAlgorithm", encryption))
                        .text("BucketKeyEnabled", false)));
    }

    private Response getBucketPolicy(ObjectAddress address, Request request) {
        String policy = buckets.settings(address.bucket())
                .policy()
                .orElseThrow(() -> new AwsException("NoSuchBucketPolicy", 404, "The bucket policy does not exist"));
        return new Response(
                200, Map.of("Content-Type", List.of("application/json")), policy.getBytes(StandardCharsets.UTF_8));
    }

    private Response getBucketTagging(ObjectAddress address, Request request) {
        Map<String, String> tags = buckets.settings(address.bucket()).tags();
        if (tags.isEmpty()) {
            throw new AwsException("NoSuchTagSet", 404, "The TagSet does not exist");
        }
        return Xml.answer(
                "Tagging",
                xml -> xml.element("TagSet", set -> new TreeMap<>(tags)
                        .forEach((key, value) ->
                                set.element("Tag", tag -> tag.text("Key", key).text("Value", value)))));
    }

    private Response getPublicAccessBlock(ObjectAddress address, Request request) {
        Map<String, Boolean> block = buckets.settings(address.bucket()).publicAccessBlock();
        if (block.isEmpty()) {
            throw new AwsException(
                    "NoSuchPublicAccessBlockConfiguration", 404, "The public access block configuration was not found");
        }
        return Xml.answer("PublicAccessBlockConfiguration", xml -> new TreeMap<>(block).forEach(xml::text));
    }
}
