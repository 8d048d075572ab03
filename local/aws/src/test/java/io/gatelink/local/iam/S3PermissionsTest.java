package io.gatelink.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.Request;
import io.gatelink.local.policy.Permission;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3PermissionsTest {

    @ParameterizedTest
    @CsvSource({
        "ListBuckets, /, '', s3:ListAllMyBuckets, *",
        "CreateBucket, /uploads, '', s3:CreateBucket, arn:aws:s3:::uploads",
        "HeadBucket, /uploads, '', s3:ListBucket, arn:aws:s3:::uploads",
        "ListObjectsV2, /uploads, list-type=2, s3:ListBucket, arn:aws:s3:::uploads",
        "GetBucketEncryption, /uploads, encryption, s3:GetEncryptionConfiguration, arn:aws:s3:::uploads",
        "HeadObject, /uploads/a/b%20c, '', s3:GetObject, arn:aws:s3:::uploads/a/b c",
        "GetObject, /uploads/a, versionId=1, s3:GetObjectVersion, arn:aws:s3:::uploads/a",
        "DeleteObject, /uploads/a, versionId=1, s3:DeleteObjectVersion, arn:aws:s3:::uploads/a",
        "DeleteObjects, /uploads, delete, s3:DeleteObject, arn:aws:s3:::uploads/*",
        "UploadPart, /uploads/a, partNumber=1&uploadId=1, s3:PutObject, arn:aws:s3:::uploads/a",
        "AbortMultipartUpload, /uploads/a, uploadId=1, s3:AbortMultipartUpload, arn:aws:s3:::uploads/a"
    })
    void anOperationNeedsThePermissionThatS3NamesForIt(
            String operation, String path, String query, String action, String resource) {
        var request = new Request("GET", path, query, Map.of(), null);

        assertThat(S3Permissions.of("aws", operation, request)).isEqualTo(Permission.of(action, resource));
    }
}
