package io.gatelink.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.time.EventLoop;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.protocols.core.OperationInfo;
import software.amazon.awssdk.services.s3.S3Client;

class S3WireTest {

    private static final Account ACCOUNT =
            new Account("123456789012", "us-east-1", EventLoop.virtual(Instant.parse("2026-11-28T09:00:00Z")), 1);
    /** They are sent elsewhere, or told apart by a parameter that only some of their requests have. */
    private static final Set<String> NOT_BY_PATH = Set.of(
            "ListDirectoryBuckets", "WriteGetObjectResponse", "GetObjectAnnotation", "CopyObject", "UploadPartCopy");

    private final Buckets buckets = new Buckets(ACCOUNT);
    private final S3Wire wire = new S3Wire(ACCOUNT, buckets);

    @BeforeEach
    void makeBucket() {
        buckets.create("uploads");
    }

    @AfterEach
    void forget() {
        buckets.close();
    }

    @Test
    void whatArrivesOtherwiseThanItWasSentIsRefused() {
        assertRefused(
                Map.of("x-amz-checksum-crc32", "AAAAAA=="),
                "BadDigest",
                "The CRC32 you specified did not match the " + "calculated checksum.");
        assertRefused(
                Map.of("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="),
                "BadDigest",
                "The Content-MD5 you specified did " + "not match what we received.");
        assertRefused(Map.of("Content-MD5", "AAAA"), "InvalidDigest", "The Content-MD5 you specified was invalid.");
        assertRefused(
                Map.of("x-amz-content-sha256", "0".repeat(64)),
                "XAmzContentSHA256Mismatch",
                "The provided " + "'x-amz-content-sha256' header does not match what was computed.");
        assertRefused(
                Map.of("x-amz-sdk-checksum-algorithm", "CRC32"),
                "InvalidRequest",
                "x-amz-sdk-checksum-algorithm "
                        + "specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.");
        assertThat(put(Map.of("x-amz-checksum-crc32", "/sUwqQ=="), "content").status())
                .isEqualTo(200);
        assertThat(buckets.read("uploads", "key")).isEqualTo("content".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void headersThatWouldChangeMoreAreRefused() {
        assertRefused(
                Map.of("x-amz-tagging", "a=b"),
                "NotImplemented",
                "A header you provided implies functionality that " + "is not implemented: x-amz-tagging");
        assertRefused(
                Map.of("x-amz-checksum-crc64nvme", "AAAAAAAAAAA="),
                "NotImplemented",
                "A header you provided implies " + "functionality that is not implemented: x-amz-checksum-crc64nvme");
        assertRefused(
                Map.of("x-amz-acl", "public-read"),
                "AccessControlListNotSupported",
                "The bucket does not allow " + "ACLs");
        assertRefused(Map.of("x-amz-expected-bucket-owner", "210987654321"), "AccessDenied", "Access Denied");
        assertRefused(
                Map.of("x-amz-storage-class", "GLACIER"),
                "NotImplemented",
                "The local AWS does not support S3 the "
                        + "x-amz-storage-class GLACIER, only STANDARD. docs/supported-operations.md lists what it "
                        + "does.");
    }

    private void assertRefused(Map<String, String> headers, String code, String message) {
        assertThatThrownBy(() -> put(headers, "content"))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
        assertThatThrownBy(() -> buckets.read("uploads", "key")).hasMessage("The specified key does not exist.");
    }

    @Test
    void chunksMakeOneBody() {
        String chunks = "4;chunk-signature=00\r\nWiki\r\n5\r\npedia\r\n0\r\nx-amz-checksum-crc32:rcB9mA==\r\n\r\n";
        var headers = Map.of(
                "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                "x-amz-trailer", "x-amz-checksum-crc32",
                "Content-Encoding", "aws-chunked",
                "x-amz-decoded-content-length", "9");

        assertThatThrownBy(() -> put(headers, chunks))
                .hasMessage("The CRC32 you specified did not match the calculated checksum.");
        put(
                headers,
                chunks.replace("rcB9mA==", Checksum.Algorithm.CRC32.of("Wikipedia".getBytes(StandardCharsets.UTF_8))));
        assertThat(buckets.read("uploads", "key")).isEqualTo("Wikipedia".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void chunksThatEndEarlyAreRefused() {
        var headers = Map.of(
                "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                "x-amz-decoded-content-length", "4");

        for (String chunks : List.of(
                "",
                "4",
                "4\r\n",
                "4\r\nWi",
                "4\r\nWiki",
                "zz\r\nWiki\r\n0\r\n\r\n",
                "3\r\nWik\r\n0\r\n\r\n",
                "ffffffff\r\nWiki\r\n0\r\n\r\n")) {
            assertThatThrownBy(() -> put(headers, chunks))
                    .as(chunks)
                    .isInstanceOfSatisfying(
                            AwsException.class, e -> assertThat(e.code()).isEqualTo("IncompleteBody"));
        }
    }

    @Test
    void documentsThatAreNoneAreRefused() {
        for (String document : List.of(
                "<Delete>",
                "no XML",
                "<Other/>",
                "<Delete/>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM "
                        + "'file:///etc/passwd'>]><Delete><Object><Key>&e;</Key></Object></Delete>")) {
            var headers = Map.of(
                    "x-amz-checksum-sha256", Checksum.Algorithm.SHA256.of(document.getBytes(StandardCharsets.UTF_8)));
            assertThatThrownBy(() -> send("POST", "/uploads", "delete", headers, document))
                    .as(document)
                    .isInstanceOfSatisfying(
                            AwsException.class, e -> assertThat(e.code()).isEqualTo("MalformedXML"));
        }
    }

    @Test
    void aBucketCanBeNamedByTheHost() {
        send("PUT", "/a/b", "", Map.of("Host", "uploads.localhost:4566"), "content");

        assertThat(buckets.read("uploads", "a/b")).isEqualTo("content".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parametersThatWouldChangeTheAnswerAreRefused() {
        assertThatThrownBy(() -> send("GET", "/uploads/key", "response-content-type=a", Map.of(), ""))
                .hasMessage("The local AWS does not support S3 GetObject with the parameter response-content-type. "
                        + "docs/supported-operations.md lists what it does.");
    }

    @Test
    void aBucketIsShownAsItWasSetUp() {
        buckets.update(
                "uploads",
                BucketSettings.defaults()
                        .withEncryption("aws:kms")
                        .withTags(Map.of("ManagedStackSource", "AwsSamCli"))
                        .withPolicy(Optional.of("{\"Statement\": []}")));

        assertThat(text(send("GET", "/uploads", "encryption", Map.of(), ""))).contains("<SSEAlgorithm>aws:kms<");
        assertThat(text(send("GET", "/uploads", "tagging", Map.of(), "")))
                .contains("<Tag><Key>ManagedStackSource</Key><Value>AwsSamCli</Value></Tag>");
        assertThat(text(send("GET", "/uploads", "policy", Map.of(), ""))).isEqualTo("{\"Statement\": []}");
        assertThat(text(send("GET", "/uploads", "publicAccessBlock", Map.of(), "")))
                .contains("<RestrictPublicBuckets>true<");
        assertThat(put(Map.of(), "content").headers().get("x-amz-server-side-encryption"))
                .containsExactly("aws:kms");
    }

    /** By the paths and methods that AWS's own client has. */
    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationIsSupportedOrNamed(String name) throws ReflectiveOperationException {
        Field binding = Class.forName("software.amazon.awssdk.services.s3.transform." + name + "RequestMarshaller")
                .getDeclaredField("SDK_OPERATION_BINDING");
        binding.setAccessible(true);
        var operation = (OperationInfo) binding.get(null);
        String uri = operation.requestUri().replace("/{Key+}", "/key");
        String[] parts = ((name.equals("ListBuckets") ? "" : "/uploads") + uri).split("\\?");
        String query = parts.length > 1 ? parts[1] : "";
        if (name.matches("(Get|Put|Delete)Bucket(Analytics|IntelligentTiering|Inventory|Metrics)Configuration")) {
            query += "&id=1";
        }
        if (name.matches("UploadPart|.*MultipartUpload|ListParts") && query.isEmpty()) {
            query = "uploadId=1";
        }
        var request = new Request(operation.httpMethod().name(), parts[0], query, Map.of(), null);

        if (wire.operations().contains(name)) {
            assertThat(wire.route(request).name()).isEqualTo(name);
        } else {
            assertThatThrownBy(() -> wire.route(request))
                    .hasMessageStartingWith("The local AWS does not support S3 " + name + ".");
        }
    }

    static Stream<String> operations() {
        return Arrays.stream(S3Client.class.getMethods())
                .filter(method -> method.getParameterCount() == 1)
                .filter(method -> !method.getName().endsWith("AsBytes"))
                .map(method -> method.getParameterTypes()[0].getSimpleName())
                .filter(type -> type.endsWith("Request"))
                .map(type -> type.replaceFirst("Request$", ""))
                .filter(name -> !NOT_BY_PATH.contains(name))
                .distinct()
                .sorted();
    }

    private Response put(Map<String, String> headers, String body) {
        return send("PUT", "/uploads/key", "", headers, body);
    }

    private Response send(String method, String path, String query, Map<String, String> headers, String body) {
        var all = new LinkedHashMap<String, List<String>>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return wire.route(new Request(method, path, query, all, body.getBytes(StandardCharsets.UTF_8)))
                .action()
                .get();
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
