package io.gatelink.functions.publish;

import io.gatelink.functions.lambda.Environment;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Sends requests to APIs as their callers do, and keeps little of what comes back. */
final class SmokeTestClient {

    /** For an answer's first kilobyte. */
    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(6);

    /** How much of a body is kept, in bytes. */
    private static final int BODY = 1024;

    private final Environment environment;
    private final String region;
    private final SdkHttpClient httpClient;
    private final Map<String, String> aliases = new ConcurrentHashMap<>();

    /** @param timeout for an answer's head */
    SmokeTestClient(Environment environment, String region, Duration timeout) {
        this.environment = environment;
        this.region = region;
        httpClient = environment.sdkHttpClient(timeout, host -> aliases.getOrDefault(host, host));
    }

    /** An answer. */
    record Answer(SdkHttpResponse head, String body) {

        Optional<Long> length() {
            return head.firstMatchingHeader("Content-Length").map(Long::valueOf);
        }
    }

    /** Requests to a custom domain's name go where its DNS record is to lead, which may not be there yet. */
    void alias(String host, String target) {
        aliases.put(host, target);
    }

    static SdkHttpFullRequest.Builder unsigned(String url) {
        return SdkHttpFullRequest.builder().method(SdkHttpMethod.GET).uri(URI.create(url));
    }

    /** With Signature Version 4, for the service that invocations of APIs are signed for. */
    SdkHttpRequest signed(String url) {
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(environment.credentials().resolveCredentials())
                        .request(unsigned(url).build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(
                                HttpSigner.SIGNING_CLOCK, environment.clock().withZone(ZoneOffset.UTC)))
                .request();
    }

    Answer send(SdkHttpRequest request) throws IOException {
        var call = HttpExecuteRequest.builder().request(request).build();
        HttpExecuteResponse response = httpClient.prepareRequest(call).call();
        var body = response.responseBody();
        return new Answer(response.httpResponse(), body.isPresent() ? beginning(body.get()) : "");
    }

    /** The first kilobyte as UTF-8; what would end within a character ends before it. */
    static String text(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, BODY), StandardCharsets.UTF_8);
        return body.length >= BODY && text.endsWith("\ufffd") ? text.substring(0, text.length() - 1) : text;
    }

    /** The client bounds the time between two bytes only. */
    private static String beginning(AbortableInputStream body) throws IOException {
        var reading = new FutureTask<>(() -> body.readNBytes(BODY));
        new Thread(reading, "smoke-test-body").start();
        try {
            return text(reading.get(BODY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            // What has not been read is not waited for.
            body.abort();
        }
    }
}
