package io.gatelink.local.s3;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;

/**
 * S3's own words for what goes wrong.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
final class S3Errors {

    private S3Errors() {}

    static AwsException noSuchBucket(String bucket) {
        return new AwsException("NoSuchBucket", 404, "The specified bucket does not exist")
                .with(Json.object().put("BucketName", bucket));
    }

    static AwsException bucketNotEmpty(String bucket, boolean versions) {
        return new AwsException(
                        "BucketNotEmpty",
                        409,
                        "The bucket you tried to delete is not empty"
                                + (versions ? ". You must delete all versions in the bucket." : ""))
                .with(Json.object().put("BucketName", bucket));
    }

    static AwsException bucketAlreadyOwnedByYou(String bucket) {
        return new AwsException(
                        "BucketAlreadyOwnedByYou",
                        409,
                        "Your previous request to create the named bucket succeeded and you already own it.")
                .with(Json.object().put("BucketName", bucket));
    }

    static AwsException invalidBucketName(String bucket) {
        return new AwsException("InvalidBucketName", 400, "The specified bucket is not valid.")
                .with(Json.object().put("BucketName", bucket));
    }

    static AwsException noSuchKey(String key) {
        return new AwsException("NoSuchKey", 404, "The specified key does not exist.")
                .with(Json.object().put("Key", key));
    }

    static AwsException noSuchVersion(String key, String versionId) {
        return new AwsException("NoSuchVersion", 404, "The specified version does not exist.")
                .with(Json.object().put("Key", key).put("VersionId", versionId));
    }

    static AwsException deleteMarker() {
        return new AwsException("MethodNotAllowed", 405, "The specified method is not allowed against this resource.");
    }

    static AwsException noSuchUpload() {
        return new AwsException(
                "NoSuchUpload",
                404,
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been "
                        + "aborted or "
                        + "completed.");
    }

    static AwsException invalidPart() {
        return new AwsException(
                "InvalidPart",
                400,
                "One or more of the specified parts could not be found.  The part may not have been uploaded, or the "
                        + "specified entity tag may not match the part's entity tag.");
    }

    static AwsException badDigest(String what) {
        return new AwsException(
                "BadDigest", 400, "The " + what + " you specified did not match the calculated checksum.");
    }

    static AwsException preconditionFailed(String condition) {
        return new AwsException(
                        "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold")
                .with(Json.object().put("Condition", condition));
    }

    static AwsException malformedXml() {
        return new AwsException(
                "MalformedXML",
                400,
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static AwsException invalidArgument(String message, String name, String value) {
        return new AwsException("InvalidArgument", 400, message)
                .with(Json.object().put("ArgumentName", name).put("ArgumentValue", value));
    }

    static AwsException invalidRequest(String message) {
        return new AwsException("InvalidRequest", 400, message);
    }

    /** What S3 itself says to a header that it does not know, and the local one to those that it does not have. */
    static AwsException headerNotImplemented(String header) {
        return new AwsException(
                        "NotImplemented",
                        501,
                        "A header you provided implies functionality that is not implemented: " + header)
                .with(Json.object().put("Header", header));
    }

    static AwsException accessDenied() {
        return new AwsException("AccessDenied", 403, "Access Denied");
    }
}
