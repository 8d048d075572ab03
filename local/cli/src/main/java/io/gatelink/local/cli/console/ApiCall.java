package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Calls a published API of the embedded AWS, with the credentials that its documentation uses. */
final class ApiCall {

    private static final int MOST_SHOWN = 64 << 10;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final AwsCredentialsIdentity CREDENTIALS = AwsCredentialsIdentity.create("test", "test");

    private final LocalAws aws;

    ApiCall(LocalAws aws) {
        this.aws = aws;
    }

    /**
     * Calls it, and answers what came back.
     *
     * @param path      below the invoke URL
     * @param token     what is sent as {@code Authorization}; empty for none
     * @throws RefusedException if it cannot be called
     */
    ObjectNode call(Item item, String method, String path, String token) {
        String invokeUrl = item.served("invokeUrl")
                .filter(url -> item.isServed())
                .orElseThrow(() -> new RefusedException(409, "It is not published, so there is nothing to call."));
        if (!METHODS.contains(method)) {
            throw new RefusedException(422, "The method is '" + method + "', but must be GET, HEAD or OPTIONS.");
        }
        String authorization = item.served("authorization").orElse("");
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(url(invokeUrl, path));
        if (!token.isEmpty()) {
            request.putHeader("Authorization", token);
        }
        key(item, authorization).ifPresent(value -> request.putHeader("x-api-key", value));
        boolean signed = authorization.equals("AWS_IAM");
        SdkHttpRequest ready = signed ? signed(request.build()) : request.build();
        ObjectNode json = Json.object()
                .put("method", method)
                .put("url", ready.getUri().toString())
                .put("signed", signed)
                .put("signer", signed ? "the credentials test:test" : "");
        long begun = aws.loop().nanoTime();
        try {
            HttpExecuteResponse answer = aws.transport()
                    .prepareRequest(HttpExecuteRequest.builder().request(ready).build())
                    .call();
            json.put("tookMillis", (aws.loop().nanoTime() - begun) / 1_000_000);
            return answered(json, answer);
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

    private static ObjectNode answered(ObjectNode json, HttpExecuteResponse answer) throws IOException {
        json.put("status", answer.httpResponse().statusCode());
        ArrayNode headers = json.putArray("headers");
        answer.httpResponse()
                .headers()
                .forEach((name, values) -> values.forEach(
                        value -> headers.addObject().put("name", name).put("value", value)));
        byte[] body = new byte[0];
        if (answer.responseBody().isPresent()) {
            try (InputStream in = answer.responseBody().get()) {
                body = in.readNBytes(MOST_SHOWN + 1);
            }
        }
        return json.put("body", new String(body, 0, Math.min(body.length, MOST_SHOWN), StandardCharsets.UTF_8))
                .put("cut", body.length > MOST_SHOWN);
    }
}
