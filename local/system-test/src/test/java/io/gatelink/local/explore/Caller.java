package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Calls published APIs. */
final class Caller {

    private final LocalAws aws;

    Caller(LocalAws aws) {
        this.aws = aws;
    }

    /**
     * Calls a stage.
     *
     * @param key an API key's value, or {@code null}
     * @return the status and the body that come back
     */
    String call(String restApiId, String stage, boolean signed, String key) {
        return call(
                URI.create(aws.endpoint() + "/_aws/execute-api/" + restApiId + "/" + stage + "/orders"), signed, key);
    }

    /** The same by a path of the custom domain. */
    String callByDomain(String path, boolean signed, String key) {
        return call(URI.create("http://" + Paths.DOMAIN + "/" + path + "/orders"), signed, key);
    }

    private String call(URI uri, boolean signed, String key) {
        SdkHttpRequest.Builder builder =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri);
        SdkHttpRequest request = (key == null ? builder : builder.putHeader("x-api-key", key)).build();
        try {
            var answer = aws.transport()
                    .prepareRequest(HttpExecuteRequest.builder()
                            .request(signed ? sign(request) : request)
                            .build())
                    .call();
            String body = answer.responseBody().isEmpty()
                    ? ""
                    : new String(answer.responseBody().get().readAllBytes(), StandardCharsets.UTF_8);
            return answer.httpResponse().statusCode() + " " + body;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SdkHttpRequest sign(SdkHttpRequest request) {
        InstantSource clock = aws.loop();
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsCredentialsIdentity.create("AKIAEXPLORER0000", "test"))
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC)))
                .request();
    }
}
