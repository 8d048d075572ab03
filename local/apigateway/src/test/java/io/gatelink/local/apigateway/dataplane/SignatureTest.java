package io.gatelink.local.apigateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

class SignatureTest {

    private static final String DOES_NOT_MATCH = "The request signature we calculated does not match the signature you"
            + " provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for "
            + "details.";

    private Gateway gateway;
    private Gateway.Backend backend;
    private AwsCredentialsIdentity credentials = AwsCredentialsIdentity.create("AKIDEXAMPLE", "test");
    private String region = "us-east-1";
    private String service = "execute-api";
    private Instant signedAt = Gateway.NOW;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway();
        backend = gateway.linkedBackend(request -> Response.text(200, "text/plain", "hello"));
        gateway.stage(Gateway.proxyOnEverything("AWS_IAM"), Map.of("vpcLinkId", "link1"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        assertThat(gateway.defects).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/x",
                "/x/",
                "/a%20b/c%2Fd",
                "/a//b",
                "/a/./b/../c",
                "/%C3%A4",
                "/a+b:c",
                "/x?b=2&a=1",
                "/x?a=2&a=1",
                "/x?a=%20b&c=&d=%2B%2F",
                "/x?a",
                "/?%C3%A4=%C3%B6"
            })
    void whatTheSdkSignsIsAccepted(String path) throws Exception {
        assertThat(call("GET", path, null, nothing -> {}).body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void aSignedBodyIsAccepted(String method) throws Exception {
        assertThat(call(method, "/x?z=1", "{\"a\":1}", nothing -> {}).statusCode())
                .isEqualTo(200);
        assertThat(backend.request().body()).asString().isEqualTo("{\"a\":1}");
    }

    @Test
    void temporaryCredentialsAreAccepted() throws Exception {
        credentials = AwsSessionCredentialsIdentity.create("ASIAEXAMPLE", "test", "a/session+token==");

        assertThat(call("GET", "/x", null, nothing -> {}).statusCode()).isEqualTo(200);
    }

    @Test
    void theSignatureStaysAtTheGateway() throws Exception {
        call("GET", "/x", null, nothing -> {});

        assertThat(backend.request().headers())
                .doesNotContainKey("Authorization")
                .containsKey("X-Amz-Date");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/a%20b?c=1&b=%2F"})
    void aPresignedCallIsAcceptedUntilItExpires(String path) throws Exception {
        SignedRequest signed = sign(SdkHttpMethod.GET, path, null, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING);

        assertThat(gateway.send(HttpRequest.newBuilder(signed.request().getUri()))
                        .statusCode())
                .isEqualTo(200);
        advance(Duration.ofMinutes(20).plusSeconds(1));
        assertRefused(
                gateway.send(HttpRequest.newBuilder(signed.request().getUri())),
                "InvalidSignatureException",
                "Signature expired: 20260102T032405Z is now earlier than 20260102T032406Z");
    }

    @Test
    void aPresignedCallThatLacksSomethingIsRefusedWithWhatIsMissing() throws Exception {
        assertRefused(
                gateway.get("/x?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=x&X-Amz-Credential=a"),
                "IncompleteSignatureException",
                "AWS query-string parameters must include 'X-Amz-Signature'. AWS"
                        + " query-string parameters must include 'X-Amz-SignedHeaders'. Re-examine the query-string"
                        + " parameters.");
    }

    @Test
    void aPresignedCallThatWasChangedIsRefused() throws Exception {
        SignedRequest signed = sign(SdkHttpMethod.GET, "/x?a=1", null, AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING);

        URI changed = URI.create(signed.request().getUri().toString().replace("a=1", "a=2"));
        assertRefused(gateway.send(HttpRequest.newBuilder(changed)), "InvalidSignatureException", DOES_NOT_MATCH);
    }

    @Test
    void withoutASignatureTheAnswerIsMissingAuthenticationToken() throws Exception {
        assertRefused(gateway.get("/x"), "MissingAuthenticationTokenException", "Missing Authentication Token");
        assertRefused(
                gateway.get("/x?not-X-Amz-Algorithm=x"),
                "MissingAuthenticationTokenException",
                "Missing Authentication Token");
    }

    @Test
    void aWrongSecretKeyIsRefused() throws Exception {
        credentials = AwsCredentialsIdentity.create("test", "wrong");

        assertRefused(call("GET", "/x", null, nothing -> {}), "InvalidSignatureException", DOES_NOT_MATCH);
    }

    @Test
    void whateverIsChangedAfterSigningIsRefused() throws Exception {
        assertRefused(
                call("POST", "/x", "body", r -> r.POST(BodyPublishers.ofString("tampered"))),
                "InvalidSignatureException",
                DOES_NOT_MATCH);
        assertRefused(call("GET", "/x", null, r -> r.DELETE()), "InvalidSignatureException", DOES_NOT_MATCH);
        assertRefused(
                call("GET", "/x", null, r -> r.uri(gateway.uri("/y"))), "InvalidSignatureException", DOES_NOT_MATCH);
        assertRefused(
                call("GET", "/x", null, r -> r.uri(gateway.uri("/x?admin=true"))),
                "InvalidSignatureException",
                DOES_NOT_MATCH);
        assertRefused(
                call("GET", "/x", null, r -> r.setHeader("X-Signed", "changed")),
                "InvalidSignatureException",
                DOES_NOT_MATCH);
        assertRefused(
                call("GET", "/x", null, r -> r.header("X-Signed", "another")),
                "InvalidSignatureException",
                DOES_NOT_MATCH);
        assertThat(backend.seen()).isEmpty();
    }

    @Test
    void aHeaderThatWasNotSignedMayCome() throws Exception {
        assertThat(call("GET", "/x", null, r -> r.header("X-Other", "one")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"-300,200", "300,200", "-301,403", "301,403"})
    void aSignatureHoldsForFiveMinutes(long seconds, int status) throws Exception {
        signedAt = Gateway.NOW.plusSeconds(seconds);

        assertThat(call("GET", "/x", null, nothing -> {}).statusCode()).isEqualTo(status);
    }

    @Test
    void whyASignatureIsTooOldOrTooNewIsSaid() throws Exception {
        signedAt = Gateway.NOW.minusSeconds(3600);
        assertRefused(
                call("GET", "/x", null, nothing -> {}),
                "InvalidSignatureException",
                "Signature expired: 20260102T020405Z is now earlier than 20260102T025905Z (20260102T030405Z - 5 min.)");

        signedAt = Gateway.NOW.plusSeconds(3600);
        assertRefused(
                call("GET", "/x", null, nothing -> {}),
                "InvalidSignatureException",
                "Signature not yet current: 20260102T040405Z is still later than 20260102T030905Z (20260102T030405Z "
                        + "+ 5 min.)");
    }

    @Test
    void aSignatureForAnotherServiceOrRegionIsRefused() throws Exception {
        service = "apigateway";
        assertRefused(
                call("GET", "/x", null, nothing -> {}),
                "InvalidSignatureException",
                "Credential should be scoped to correct service: 'execute-api'. ");
        service = "execute-api";
        region = "eu-west-1";
        assertRefused(
                call("GET", "/x", null, nothing -> {}),
                "InvalidSignatureException",
                "Credential should be scoped to a valid region, not 'eu-west-1'. ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Bearer abc | 'abc' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc'.
            Basic YTpi= | Unsupported AWS 'algorithm': 'Basic'.
            AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/execute-api/aws4_request | Authorization header requires \
            'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires \
            existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 \
            Credential=a/20260102/us-east-1/execute-api/aws4_request
            """)
    void anAuthorizationThatIsNoSignatureIsRefusedWithWhatIsMissing(String authorization, String message)
            throws Exception {
        assertRefused(
                gateway.send(gateway.request("/x").header("Authorization", authorization)),
                "IncompleteSignatureException",
                message);
    }

    @Test
    void aCredentialWithoutScopeAndADateThatIsNoneAreRefused() throws Exception {
        assertRefused(
                gateway.send(gateway.request("/x")
                        .header("X-Amz-Date", "20260102T030405Z")
                        .header("Authorization", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=0")),
                "IncompleteSignatureException",
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got "
                        + "'a'");
        assertRefused(
                gateway.send(gateway.request("/x")
                        .header("X-Amz-Date", "now")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=0")),
                "IncompleteSignatureException",
                "Date must be in ISO-8601 'basic format'. Got 'now'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    @Test
    void theHostMustBeSigned() throws Exception {
        assertRefused(
                gateway.send(gateway.request("/x")
                        .header("X-Amz-Date", "20260102T030405Z")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/execute-api/aws4_request,"
                                        + " SignedHeaders=x-amz-date, Signature=0")),
                "InvalidSignatureException",
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }

    private HttpResponse<String> call(String method, String path, String body, Consumer<HttpRequest.Builder> change)
            throws Exception {
        SignedRequest signed =
                sign(SdkHttpMethod.fromValue(method), path, body, AwsV4FamilyHttpSigner.AuthLocation.HEADER);
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.uri(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        change.accept(request);
        return gateway.send(request);
    }

    private SignedRequest sign(
            SdkHttpMethod method, String path, String body, AwsV4FamilyHttpSigner.AuthLocation location) {
        SdkHttpRequest request = SdkHttpFullRequest.builder()
                .method(method)
                .uri(gateway.uri(path))
                .putHeader("X-Signed", "some   value")
                .build();
        if (location == AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING) {
            request = request.toBuilder().removeHeader("X-Signed").build();
        }
        SignRequest.Builder<AwsCredentialsIdentity> signRequest = SignRequest.builder(credentials)
                .request(request)
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(signedAt, ZoneOffset.UTC))
                .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, location);
        if (location == AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING) {
            signRequest.putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(20));
        }
        if (body != null) {
            signRequest.payload(ContentStreamProvider.fromByteArray(body.getBytes(StandardCharsets.UTF_8)));
        }
        return AwsV4HttpSigner.create().sign(signRequest.build());
    }

    private void advance(Duration duration) {
        gateway.loop.schedule(duration, () -> {});
        gateway.loop.runUntilIdle();
    }

    private static void assertRefused(HttpResponse<String> response, String type, String message) {
        assertThat(response.body()).isEqualTo("{\"message\":\"" + message + "\"}");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue(type);
    }
}
