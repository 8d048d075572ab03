package io.gatelink.local.apigateway;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.WireService;
import io.gatelink.local.time.EventLoop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;

/** Carries the SDK's requests to one service, without a network. */
final class InMemoryHttpClient implements SdkHttpClient {

    private final EventLoop loop;
    private final WireService service;
    private final List<String> operations = new ArrayList<>();

    InMemoryHttpClient(EventLoop loop, WireService service) {
        this.loop = loop;
        this.service = service;
    }

    /** What was asked for so far. */
    List<String> operations() {
        return operations;
    }

    Response answer(Request request) {
        return loop.exclusively(() -> {
            try {
                var operation = service.route(request);
                operations.add(operation.name());
                return operation.action().get();
            } catch (AwsException e) {
                return service.protocol().render(e, "00000000-0000-4000-8000-000000000000");
            }
        });
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execute) {
        var sent = execute.httpRequest();
        byte[] body = execute.contentStreamProvider()
                .map(provider -> {
                    try (var stream = provider.newStream()) {
                        return stream.readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orElse(null);
        var request = new Request(
                sent.method().name(),
                sent.encodedPath(),
                sent.encodedQueryParameters().orElse(null),
                sent.headers(),
                body);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                Response response = answer(request);
                return HttpExecuteResponse.builder()
                        .response(SdkHttpFullResponse.builder()
                                .statusCode(response.status())
                                .headers(response.headers())
                                .build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                        .build();
            }

            @Override
            public void abort() {
                // Nothing is ever under way.
            }
        };
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
