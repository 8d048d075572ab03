package io.gatelink.local.cli.console;

import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Calls a published API of the embedded AWS, with the credentials that its documentation uses. */
final class ApiCall {

    private static final AwsCredentialsIdentity CREDENTIALS = AwsCredentialsIdentity.create("test", "test");

    private final LocalAws aws;

    ApiCall(LocalAws aws) {
        this.aws = aws;
    }

    /**
     * Calls it with GET.
     *
     * @param path      below the invoke URL
     * @param token     what is sent as {@code Authorization}; empty for none
     * @throws RefusedException if it cannot be called
     */
    CallAnswer call(Item item, String path, String token) {
        String invokeUrl = item.served("invokeUrl")
                .filter(url -> item.isServed())
                .orElseThrow(() -> new RefusedException(409, "It is not published, so there is nothing to call."));
        String authorization = item.served("authorization").orElse("");
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(url(invokeUrl, path));
        if (!token.isEmpty()) {
            request.putHeader("Authorization", token);
        }
        key(item, authorization).ifPresent(value -> request.putHeader("x-api-key", value));
        boolean signed = authorization.equals("AWS_IAM");
        try {
            return answer(
                    signed ? signed(request.build()) : request.build(), signed ? "the credentials test:test" : "");
        } catch (IOException e) {
            throw new RefusedException(502, "The call got no answer: " + e.getMessage());
        }
    }

    private static URI url(String invokeUrl, String path) {
        try {
            return URI.create(invokeUrl.replaceFirst("/$", "") + "/" + path.replaceFirst("^/+", ""));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(422, "The path '" + path + "' is not one of a URL: percent-encode it.");
        }
    }

    private static SdkHttpRequest signed(SdkHttpRequest request) {
        return AwsV4HttpSigner.create()
                .sign(asked -> asked.identity(CREDENTIALS)
                        .request(request)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, Configuration.REGION))
                .request();
    }

    private Optional<String> key(Item item, String authorization) {
        return authorization.equals("API_KEY")
                ? item.text("apiKey").map(id -> aws.loop()
                        .exclusively(
                                () -> aws.apiGateway().apiKeys().getApiKey(id).value()))
                : Optional.empty();
    }

    private CallAnswer answer(SdkHttpRequest request, String signer) throws IOException {
        long begun = aws.loop().nanoTime();
        HttpExecuteResponse answer = aws.transport()
                .prepareRequest(HttpExecuteRequest.builder().request(request).build())
                .call();
        byte[] body = new byte[0];
        if (answer.responseBody().isPresent()) {
            try (InputStream in = answer.responseBody().get()) {
                body = in.readNBytes(CallAnswer.MOST_SHOWN + 1);
            }
        }
        return new CallAnswer(
                request.getUri(),
                signer,
                Duration.ofNanos(aws.loop().nanoTime() - begun),
                answer.httpResponse().statusCode(),
                answer.httpResponse().headers(),
                body);
    }
}
