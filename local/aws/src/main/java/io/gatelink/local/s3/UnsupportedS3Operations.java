package io.gatelink.local.s3;

import io.gatelink.local.http.Request;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The operations of AWS's S3 that the local one does not have, so that it can name them: S3's requests say what they
 * ask for only by method, path and parameters.
 */
final class UnsupportedS3Operations {

    /** With {@code &id} where only that parameter tells the operation on one from the listing of all. */
    private static final String OPERATIONS = """
            POST bucket metadataConfiguration CreateBucketMetadataConfiguration
            POST bucket metadataTable CreateBucketMetadataTableConfiguration
            GET bucket session CreateSession
            DELETE bucket analytics&id DeleteBucketAnalyticsConfiguration
            DELETE bucket cors DeleteBucketCors
            DELETE bucket encryption DeleteBucketEncryption
            DELETE bucket intelligent-tiering&id DeleteBucketIntelligentTieringConfiguration
            DELETE bucket inventory&id DeleteBucketInventoryConfiguration
            DELETE bucket lifecycle DeleteBucketLifecycle
            DELETE bucket metadataConfiguration DeleteBucketMetadataConfiguration
            DELETE bucket metadataTable DeleteBucketMetadataTableConfiguration
            DELETE bucket metrics&id DeleteBucketMetricsConfiguration
            DELETE bucket ownershipControls DeleteBucketOwnershipControls
            DELETE bucket policy DeleteBucketPolicy
            DELETE bucket replication DeleteBucketReplication
            DELETE bucket tagging DeleteBucketTagging
            DELETE bucket website DeleteBucketWebsite
            DELETE object annotation DeleteObjectAnnotation
            DELETE object tagging DeleteObjectTagging
            DELETE bucket publicAccessBlock DeletePublicAccessBlock
            GET bucket abac GetBucketAbac
            GET bucket accelerate GetBucketAccelerateConfiguration
            GET bucket acl GetBucketAcl
            GET bucket analytics&id GetBucketAnalyticsConfiguration
            GET bucket cors GetBucketCors
            GET bucket intelligent-tiering&id GetBucketIntelligentTieringConfiguration
            GET bucket inventory&id GetBucketInventoryConfiguration
            GET bucket lifecycle GetBucketLifecycleConfiguration
            GET bucket logging GetBucketLogging
            GET bucket metadataConfiguration GetBucketMetadataConfiguration
            GET bucket metadataTable GetBucketMetadataTableConfiguration
            GET bucket metrics&id GetBucketMetricsConfiguration
            GET bucket notification GetBucketNotificationConfiguration
            GET bucket ownershipControls GetBucketOwnershipControls
            GET bucket policyStatus GetBucketPolicyStatus
            GET bucket replication GetBucketReplication
            GET bucket requestPayment GetBucketRequestPayment
            GET bucket website GetBucketWebsite
            GET object acl GetObjectAcl
            GET object annotation ListObjectAnnotations
            GET object attributes GetObjectAttributes
            GET object legal-hold GetObjectLegalHold
            GET bucket object-lock GetObjectLockConfiguration
            GET object retention GetObjectRetention
            GET object tagging GetObjectTagging
            GET object torrent GetObjectTorrent
            GET bucket analytics ListBucketAnalyticsConfigurations
            GET bucket intelligent-tiering ListBucketIntelligentTieringConfigurations
            GET bucket inventory ListBucketInventoryConfigurations
            GET bucket metrics ListBucketMetricsConfigurations
            GET bucket uploads ListMultipartUploads
            GET bucket ListObjects
            GET object uploadId ListParts
            PUT bucket abac PutBucketAbac
            PUT bucket accelerate PutBucketAccelerateConfiguration
            PUT bucket acl PutBucketAcl
            PUT bucket analytics&id PutBucketAnalyticsConfiguration
            PUT bucket cors PutBucketCors
            PUT bucket encryption PutBucketEncryption
            PUT bucket intelligent-tiering&id PutBucketIntelligentTieringConfiguration
            PUT bucket inventory&id PutBucketInventoryConfiguration
            PUT bucket lifecycle PutBucketLifecycleConfiguration
            PUT bucket logging PutBucketLogging
            PUT bucket metrics&id PutBucketMetricsConfiguration
            PUT bucket notification PutBucketNotificationConfiguration
            PUT bucket ownershipControls PutBucketOwnershipControls
            PUT bucket policy PutBucketPolicy
            PUT bucket replication PutBucketReplication
            PUT bucket requestPayment PutBucketRequestPayment
            PUT bucket tagging PutBucketTagging
            PUT bucket website PutBucketWebsite
            PUT object acl PutObjectAcl
            PUT object annotation PutObjectAnnotation
            PUT object legal-hold PutObjectLegalHold
            PUT bucket object-lock PutObjectLockConfiguration
            PUT object retention PutObjectRetention
            PUT object tagging PutObjectTagging
            PUT bucket publicAccessBlock PutPublicAccessBlock
            PUT object renameObject RenameObject
            POST object restore RestoreObject
            POST object select SelectObjectContent
            PUT bucket metadataAnnotationTable UpdateBucketMetadataAnnotationTableConfiguration
            PUT bucket metadataInventoryTable UpdateBucketMetadataInventoryTableConfiguration
            PUT bucket metadataJournalTable UpdateBucketMetadataJournalTableConfiguration
            PUT object encryption UpdateObjectEncryption
            """;

    private static final Map<String, String> BY_REQUEST = OPERATIONS
            .lines()
            .collect(Collectors.toUnmodifiableMap(
                    line -> line.substring(0, line.lastIndexOf(' ')),
                    line -> line.substring(line.lastIndexOf(' ') + 1)));

    private UnsupportedS3Operations() {}

    /**
     * The operation that a request asks for.
     *
     * @param on     method, level and the parameter that tells, e.g. {@code GET bucket acl}
     * @param copies whether the request names a source to copy from
     */
    static Optional<String> operation(String on, boolean copies, Request request) {
        if (copies && on.startsWith("PUT object")) {
            return Optional.of(on.endsWith(" uploadId") ? "UploadPartCopy" : "CopyObject");
        }
        Function<String, Optional<String>> named = key -> Optional.ofNullable(BY_REQUEST.get(key));
        return request.queryParameter("id")
                .flatMap(id -> named.apply(on + "&id"))
                .or(() -> named.apply(on));
    }
}
