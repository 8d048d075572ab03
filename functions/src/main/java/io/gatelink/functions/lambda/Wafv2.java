package io.gatelink.functions.lambda;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * AWS WAF, as far as it is called: one operation, signed and sent by what the SDK's clients are made of. As they, it does
 * not retry.
 *
 * @see <a href="https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html">AssociateWebACL</a>
 */
public final class Wafv2 {

    private static final String SERVICE = "wafv2";
    private static final String TARGET = "AWSWAF_20190729.AssociateWebACL";

    private final Environment environment;
    private final Settings settings;
    private final SdkHttpClient httpClient;

    /** In the account and Region of a function. */
    public Wafv2(AwsClients clients) {
        environment = clients.environment();
        settings = clients.settings();
        httpClient = environment.sdkHttpClient(AwsClients.CALL_TIMEOUT);
    }

    /**
     * Associates a resource with a web ACL, in the place of the one that it has.
     *
     * @throws AwsServiceException if AWS WAF refuses it, with its error code
     * @throws SdkClientException  if no answer comes
     */
    public void associateWebAcl(String webAclArn, String resourceArn) {
        byte[] body = TaskJson.bytes(Map.of("WebACLArn", webAclArn, "ResourceArn", resourceArn));
        try {
            HttpExecuteResponse response =
                    httpClient.prepareRequest(signed(body)).call();
            int status = response.httpResponse().statusCode();
            try (InputStream answer =
                    response.responseBody().map(InputStream.class::cast).orElse(InputStream.nullInputStream())) {
                String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
                if (!response.httpResponse().isSuccessful()) {
                    throw refusal(status, text);
                }
            }
        } catch (IOException e) {
            throw SdkClientException.create("AWS WAF did not answer", e);
        }
    }

    private HttpExecuteRequest signed(byte[] body) {
        String suffix = PartitionMetadata.of(Region.of(settings.region())).dnsSuffix();
        String endpoint = settings.endpoint().orElse("https://" + SERVICE + "." + settings.region() + "." + suffix);
        ContentStreamProvider payload = () -> new ByteArrayInputStream(body);
        SignedRequest request = AwsV4HttpSigner.create().sign(sign -> sign.identity(
                        environment.credentials().resolveCredentials())
                .request(SdkHttpFullRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create(endpoint + "/"))
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .putHeader("X-Amz-Target", TARGET)
                        .build())
                .payload(payload)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, settings.region())
                .putProperty(HttpSigner.SIGNING_CLOCK, environment.clock().withZone(ZoneOffset.UTC)));
        return HttpExecuteRequest.builder()
                .request(request.request())
                .contentStreamProvider(request.payload().orElse(payload))
                .build();
    }

    /** As the SDK makes it of an answer in JSON: the code may have a name space before it, and more behind it. */
    private static AwsServiceException refusal(int status, String body) {
        Map<String, Object> fields = TaskJson.object(body).orElse(Map.of());
        String type = String.valueOf(fields.getOrDefault("__type", "UnknownError"));
        Object message = Optional.ofNullable(fields.get("message")).orElse(fields.get("Message"));
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Wafv2")
                        .errorCode(type.substring(type.lastIndexOf('#') + 1).split(":", 2)[0])
                        .errorMessage(String.valueOf(message))
                        .build())
                .build();
    }
}
