package io.gatelink.local.explore;

import io.gatelink.local.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Somebody who calls published APIs. */
final class Caller {

    private final LocalAws aws;

    Caller(LocalAws aws) {
        this.aws = aws;
    }

    /** @return the status that comes back */
    int call(String restApiId, String stage, boolean signed) {
        SdkHttpRequest request = SdkHttpRequest.builder().method(SdkHttpMethod.GET)
                .uri(URI.create(aws.endpoint() + "/_aws/execute-api/" + restApiId + "/" + stage + "/orders")).build();
        try {
            return aws.transport().prepareRequest(HttpExecuteRequest.builder()
                    .request(signed ? sign(request) : request).build()).call().httpResponse().statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SdkHttpRequest sign(SdkHttpRequest request) {
        InstantSource clock = aws.loop();
        return AwsV4HttpSigner.create().sign(sign -> sign
                .identity(AwsCredentialsIdentity.create("AKIAEXPLORER0000", "test"))
                .request(request)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                .putProperty(HttpSigner.SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC))).request();
    }
}
