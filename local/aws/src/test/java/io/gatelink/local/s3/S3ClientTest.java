package io.gatelink.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.Account;
import io.gatelink.local.events.WireHttpClient;
import io.gatelink.local.time.EventLoop;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** S3 as AWS's own client sees it, which sends bodies in chunks with a checksum behind them. */
class S3ClientTest {

    private static final String BUCKET = "uploads-of-gatelink";
    private static final int PART = 5 << 20;

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-11-28T09:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final Buckets buckets = new Buckets(account);
    private final S3Client client = new WireHttpClient(loop, new S3Wire(account, buckets))
            .client(
                    S3Client.builder().forcePathStyle(true).endpointOverride(URI.create("http://127.0.0.1:4566")),
                    "test");

    @BeforeEach
    void makeBucket() {
        client.createBucket(request -> request.bucket(BUCKET));
    }

    @AfterEach
    void forget() {
        buckets.close();
    }

    @Test
    void anObjectIsThereWithWhatItWasSentWith() {
        var put = put("gatelink/a+b ä.json", "{}");

        assertThat(put.eTag()).isEqualTo("\"99914b932bd37a50b983c5e7c90ae93b\"");
        assertThat(put.checksumCRC32()).isEqualTo("o6a/Qw==");
        var got = client.getObjectAsBytes(
                request -> request.bucket(BUCKET).key("gatelink/a+b ä.json").checksumMode(ChecksumMode.ENABLED));
        assertThat(got.asUtf8String()).isEqualTo("{}");
        assertThat(got.response().contentType()).isEqualTo("application/json");
        assertThat(got.response().contentEncoding()).isNull();
        assertThat(got.response().metadata()).isEqualTo(Map.of("kind", "definition"));
        assertThat(got.response().serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
        var head = client.headObject(request -> request.bucket(BUCKET).key("gatelink/a+b ä.json"));
        assertThat(head.contentLength()).isEqualTo(2);
        assertThat(head.lastModified()).isEqualTo(loop.instant());
        assertThat(buckets.read(BUCKET, "gatelink/a+b ä.json")).isEqualTo(bytes("{}"));
    }

    @Test
    void aPartOfAnObjectCanBeAskedFor() {
        put("key", "0123456789");

        assertThat(range("bytes=2-4")).isEqualTo("234");
        assertThat(range("bytes=7-")).isEqualTo("789");
        assertThat(range("bytes=-2")).isEqualTo("89");
        assertThat(range("bytes=8-100")).isEqualTo("89");
        assertThatThrownBy(() -> range("bytes=10-")).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(416);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidRange");
        });
    }

    private String range(String range) {
        return client.getObjectAsBytes(
                        request -> request.bucket(BUCKET).key("key").range(range))
                .asUtf8String();
    }

    @Test
    void whatIsNotThereIsMissedInS3sWords() {
        assertThatThrownBy(() -> client.getObjectAsBytes(
                        request -> request.bucket(BUCKET).key("none")))
                .isInstanceOf(NoSuchKeyException.class)
                .hasMessageContaining("The specified key does not exist.");
        assertThatThrownBy(() ->
                        client.headObject(request -> request.bucket(BUCKET).key("none")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> client.listObjectsV2(request -> request.bucket("not-there")))
                .isInstanceOf(NoSuchBucketException.class)
                .hasMessageContaining("The specified bucket does not exist");
        assertThatThrownBy(() -> client.headBucket(request -> request.bucket("not-there")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> client.abortMultipartUpload(
                        request -> request.bucket(BUCKET).key("key").uploadId("none")))
                .isInstanceOf(NoSuchUploadException.class);
        client.deleteObject(request -> request.bucket(BUCKET).key("none"));
    }

    @Test
    void aBucketGoesOnlyWhenItIsEmpty() {
        put("key", "content");

        assertThatThrownBy(() -> client.deleteBucket(request -> request.bucket(BUCKET)))
                .isInstanceOfSatisfying(S3Exception.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(409);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BucketNotEmpty");
                });
        var deleted = client.deleteObjects(
                request -> request.bucket(BUCKET).delete(it -> it.objects(id("key"), id("never there"))));
        assertThat(deleted.deleted()).extracting("key").containsExactly("key", "never there");
        client.deleteBucket(request -> request.bucket(BUCKET));
        assertThat(client.listBuckets().buckets()).isEmpty();
    }

    @Test
    void bucketsAreNamedAsS3HasIt() {
        for (String name : List.of("Upper-case", "ab", "a..b", "192.168.0.1", "under_score", "-hyphen")) {
            assertThatThrownBy(() -> buckets.create(name)).as(name).hasMessage("The specified bucket is not valid.");
        }
        assertThat(client.getBucketLocation(request -> request.bucket(BUCKET)).locationConstraintAsString())
                .isEmpty();
        assertThatThrownBy(() -> client.createBucket(request -> request.bucket("elsewhere")
                        .createBucketConfiguration(it -> it.locationConstraint("eu-west-1"))))
                .hasMessageContaining(
                        "The eu-west-1 location constraint is incompatible for the region specific endpoint "
                                + "this request was sent to.");
    }

    @Test
    void objectsAreListedInPagesAndByTheirFolders() {
        List.of("a/1", "a/2", "b", "c/x/1", "d").forEach(key -> put(key, key));

        var page = client.listObjectsV2(
                request -> request.bucket(BUCKET).delimiter("/").maxKeys(2));
        assertThat(page.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/");
        assertThat(page.contents()).extracting(S3Object::key).containsExactly("b");
        assertThat(page.isTruncated()).isTrue();
        var next = client.listObjectsV2(request ->
                request.bucket(BUCKET).delimiter("/").maxKeys(2).continuationToken(page.nextContinuationToken()));
        assertThat(next.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("c/");
        assertThat(next.contents()).extracting(S3Object::key).containsExactly("d");
        assertThat(next.isTruncated()).isFalse();
        assertThat(client.listObjectsV2Paginator(
                                request -> request.bucket(BUCKET).prefix("a/").maxKeys(1))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("a/1", "a/2");
    }

    @Test
    void aFolderIsListedOnceWhereAPageEndsWithIt() {
        IntStream.range(0, 5).forEach(i -> put("a/" + i, ""));
        put("b/0", "");

        var pages = client.listObjectsV2Paginator(
                request -> request.bucket(BUCKET).delimiter("/").maxKeys(1));
        assertThat(pages.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("a/", "b/");
    }

    @Test
    void aBigObjectComesInParts() {
        byte[] first = random(PART);
        byte[] second = random(1000);
        String upload = client.createMultipartUpload(
                        request -> request.bucket(BUCKET).key("jar").checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();

        var done = client.completeMultipartUpload(request -> request.bucket(BUCKET)
                .key("jar")
                .uploadId(upload)
                .multipartUpload(parts(part(upload, 1, first), part(upload, 2, second))));

        assertThat(done.eTag()).endsWith("-2\"");
        assertThat(done.checksumCRC32()).endsWith("-2");
        assertThat(buckets.read(BUCKET, "jar"))
                .hasSize(PART + 1000)
                .startsWith(first)
                .endsWith(second);
        assertThatThrownBy(() -> part(upload, 3, second)).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void partsHaveToFit() {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(BUCKET).key("jar"))
                .uploadId();
        CompletedPart first = part(upload, 1, random(1000));
        CompletedPart second = part(upload, 2, random(1000));
        CompletedPart wrong = second.toBuilder().eTag("\"0123\"").build();

        assertThatThrownBy(() -> complete(upload, first, second))
                .hasMessageContaining("Your proposed upload is smaller than the minimum allowed size");
        assertThatThrownBy(() -> complete(upload, second, first))
                .hasMessageContaining("The list of parts was not in ascending order.");
        assertThatThrownBy(() -> complete(upload, first, wrong))
                .hasMessageContaining("One or more of the specified parts could not be found.");
        client.abortMultipartUpload(request -> request.bucket(BUCKET).key("jar").uploadId(upload));
        assertThatThrownBy(() -> complete(upload, first)).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void partsAndTheirWholeHaveTheChecksumsTheUploadWasBegunFor() {
        String upload = client.createMultipartUpload(
                        request -> request.bucket(BUCKET).key("jar").checksumAlgorithm(ChecksumAlgorithm.CRC32))
                .uploadId();
        CompletedPart part = part(upload, 1, random(1000));

        assertThatThrownBy(() -> client.uploadPart(
                        request -> request.bucket(BUCKET)
                                .key("jar")
                                .uploadId(upload)
                                .partNumber(2)
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                        RequestBody.fromString("x")))
                .hasMessageContaining(
                        "Checksum Type mismatch occurred, expected checksum Type: crc32, actual checksum Type: sha256");
        assertThatThrownBy(() ->
                        complete(upload, part.toBuilder().checksumCRC32(null).build()))
                .hasMessageContaining("The upload was created using a crc32 checksum. The complete request must "
                        + "include the checksum for each part. It was missing for part 1 in the request.");
        assertThatThrownBy(() ->
                        complete(upload, part.toBuilder().checksumMD5("AAAA").build()))
                .hasMessageContaining("The local AWS does not support S3 CompleteMultipartUpload with ChecksumMD5.");
        assertThatThrownBy(() -> client.completeMultipartUpload(request -> request.bucket(BUCKET)
                        .key("jar")
                        .uploadId(upload)
                        .checksumType(ChecksumType.FULL_OBJECT)
                        .multipartUpload(parts(part))))
                .hasMessageContaining("The upload was created using the COMPOSITE checksum mode. The complete request "
                        + "must use the same checksum mode.");
        complete(upload, part);
    }

    @Test
    void anUploadHasATypeOfChecksumsOnlyWithAnAlgorithmThatHasIt() {
        assertThatThrownBy(() -> client.createMultipartUpload(
                        request -> request.bucket(BUCKET).key("jar").checksumType(ChecksumType.COMPOSITE)))
                .hasMessageContaining("The x-amz-checksum-type header can only be used with the "
                        + "x-amz-checksum-algorithm header.");
        assertThatThrownBy(() -> client.createMultipartUpload(request -> request.bucket(BUCKET)
                        .key("jar")
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .checksumType(ChecksumType.FULL_OBJECT)))
                .hasMessageContaining(
                        "The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.");
        assertThatThrownBy(() -> client.createMultipartUpload(request -> request.bucket(BUCKET)
                        .key("jar")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                        .checksumType("NONE")))
                .hasMessageContaining("Value for x-amz-checksum-type header is invalid.");
    }

    private void complete(String upload, CompletedPart... parts) {
        client.completeMultipartUpload(
                request -> request.bucket(BUCKET).key("jar").uploadId(upload).multipartUpload(parts(parts)));
    }

    private static CompletedMultipartUpload parts(CompletedPart... parts) {
        return CompletedMultipartUpload.builder().parts(parts).build();
    }

    private CompletedPart part(String upload, int number, byte[] content) {
        var response = client.uploadPart(
                request -> request.bucket(BUCKET)
                        .key("jar")
                        .uploadId(upload)
                        .partNumber(number)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromBytes(content));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(response.eTag())
                .checksumCRC32(response.checksumCRC32())
                .build();
    }

    @Test
    void aBucketWithVersionsKeepsWhatIsDeleted() {
        client.putBucketVersioning(request ->
                request.bucket(BUCKET).versioningConfiguration(it -> it.status(BucketVersioningStatus.ENABLED)));
        String first = put("key", "one").versionId();
        put("key", "two");

        var deleted = client.deleteObject(request -> request.bucket(BUCKET).key("key"));

        assertThat(deleted.deleteMarker()).isTrue();
        assertThat(client.listObjectsV2(request -> request.bucket(BUCKET)).contents())
                .isEmpty();
        assertThat(client.getObjectAsBytes(
                                request -> request.bucket(BUCKET).key("key").versionId(first))
                        .asUtf8String())
                .isEqualTo("one");
        assertThatThrownBy(() -> client.deleteBucket(request -> request.bucket(BUCKET)))
                .hasMessageContaining("You must delete all versions in the bucket.");
        var versions = client.listObjectVersions(request -> request.bucket(BUCKET));
        assertThat(versions.versions()).hasSize(2);
        assertThat(versions.deleteMarkers()).hasSize(1);
        versions.versions()
                .forEach(it -> client.deleteObject(
                        request -> request.bucket(BUCKET).key(it.key()).versionId(it.versionId())));
        versions.deleteMarkers()
                .forEach(it -> client.deleteObject(
                        request -> request.bucket(BUCKET).key(it.key()).versionId(it.versionId())));
        client.deleteBucket(request -> request.bucket(BUCKET));
    }

    @Test
    void aWriteThatMustNotReplaceAnythingDoesNot() {
        put("key", "one");

        assertThatThrownBy(() -> client.putObject(
                        request -> request.bucket(BUCKET).key("key").ifNoneMatch("*"), RequestBody.fromString("two")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(buckets.read(BUCKET, "key")).isEqualTo(bytes("one"));
    }

    private PutObjectResponse put(String key, String content) {
        return client.putObject(
                request -> request.bucket(BUCKET)
                        .key(key)
                        .contentType("application/json")
                        .metadata(Map.of("kind", "definition")),
                RequestBody.fromString(content));
    }

    private static ObjectIdentifier id(String key) {
        return ObjectIdentifier.builder().key(key).build();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
