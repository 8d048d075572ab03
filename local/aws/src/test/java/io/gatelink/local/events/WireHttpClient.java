package io.gatelink.local.events;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.WireService;
import io.gatelink.local.time.EventLoop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** Lets real SDK clients talk to wire services in memory; the calling thread drives the loop meanwhile. */
public final class WireHttpClient implements SdkHttpClient {

    private static final Pattern SERVICE = Pattern.compile("Credential=[^/]+/[0-9]+/[^/]+/([^/]+)/aws4_request");

    private final EventLoop loop;
    private final List<WireService> services;

    public WireHttpClient(EventLoop loop, WireService... services) {
        this.loop = loop;
        this.services = List.of(services);
    }

    /** A client over this transport, which does not retry. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder, String accessKeyId) {
        return builder.region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "test")))
                .httpClient(this)
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Response response = answer(read(request));
                var full = SdkHttpFullResponse.builder().statusCode(response.status());
                response.headers().forEach((name, values) -> full.putHeader(name, values));
                return HttpExecuteResponse.builder()
                        .response(full.build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                        .build();
            }

            @Override
            public void abort() {
                // Nothing is under way.
            }
        };
    }

    private static Request read(HttpExecuteRequest request) throws IOException {
        var http = request.httpRequest();
        byte[] body = new byte[0];
        if (request.contentStreamProvider().isPresent()) {
            try (var stream = request.contentStreamProvider().get().newStream()) {
                body = stream.readAllBytes();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return new Request(
                http.method().name(),
                http.encodedPath().isEmpty() ? "/" : http.encodedPath(),
                http.encodedQueryParameters().orElse(""),
                http.headers(),
                body);
    }

    private Response answer(Request request) {
        Matcher matcher = SERVICE.matcher(request.header("Authorization").orElse(""));
        if (!matcher.find()) {
            throw new IllegalArgumentException("The request is not signed");
        }
        WireService service = services.stream()
                .filter(it -> it.signingName().equals(matcher.group(1)))
                .findFirst()
                .orElseThrow();
        var answer = new AtomicReference<Response>();
        loop.exclusively(() -> {
            try {
                service.route(request).start(new Operation.Callback() {
                    @Override
                    public void succeeded(Response response) {
                        answer.set(response);
                    }

                    @Override
                    public void failed(AwsException error) {
                        answer.set(service.protocol().render(error, "request-id"));
                    }
                });
            } catch (AwsException e) {
                answer.set(service.protocol().render(e, "request-id"));
            }
        });
        loop.runUntil(() -> answer.get() != null);
        return answer.get();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
