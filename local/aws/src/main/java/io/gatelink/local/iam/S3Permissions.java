package io.gatelink.local.iam;

import io.gatelink.local.http.Request;
import io.gatelink.local.policy.Permission;
import io.gatelink.local.s3.ObjectAddress;

/**
 * Which permission a call of S3 needs: many are named otherwise than the operation.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">Required
 *     permissions for Amazon S3 API operations</a>
 */
final class S3Permissions {

    private S3Permissions() {}

    static Permission of(String partition, String operation, Request request) {
        boolean ofVersion = request.queryParameter("versionId").isPresent();
        String action =
                switch (operation) {
                    case "ListBuckets" -> "ListAllMyBuckets";
                    case "HeadBucket", "ListObjectsV2" -> "ListBucket";
                    case "ListObjectVersions" -> "ListBucketVersions";
                    case "GetBucketEncryption" -> "GetEncryptionConfiguration";
                    case "GetPublicAccessBlock" -> "GetBucketPublicAccessBlock";
                    case "GetObject", "HeadObject" -> ofVersion ? "GetObjectVersion" : "GetObject";
                    case "DeleteObject", "DeleteObjects" -> ofVersion ? "DeleteObjectVersion" : "DeleteObject";
                    case "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload" -> "PutObject";
                    default -> operation;
                };
        ObjectAddress address = ObjectAddress.of(request);
        if (address.bucket().isEmpty()) {
            return Permission.of("s3:" + action, "*");
        }
        // The keys that DeleteObjects names stand in its body: it needs to be allowed to delete any.
        String key = operation.equals("DeleteObjects") ? "*" : address.key();
        return Permission.of(
                "s3:" + action, "arn:" + partition + ":s3:::" + address.bucket() + (key.isEmpty() ? "" : "/" + key));
    }
}
