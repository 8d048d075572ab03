package io.gatelink.local.states;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.WireService;
import io.gatelink.local.time.EventLoop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Lets an SDK client talk to a wire service within the process. */
final class InMemoryTransport implements SdkHttpClient {

    private final WireService service;
    private final EventLoop loop;

    InMemoryTransport(WireService service, EventLoop loop) {
        this.service = service;
        this.loop = loop;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest execute) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() {
                return answer(execute);
            }

            @Override
            public void abort() {
                // The call is over before anyone could.
            }
        };
    }

    private HttpExecuteResponse answer(HttpExecuteRequest execute) {
        var http = execute.httpRequest();
        var request = new Request(
                http.method().name(),
                http.encodedPath(),
                http.encodedQueryParameters().orElse(""),
                http.headers(),
                body(execute));
        Response response = loop.exclusively(() -> {
            try {
                return service.route(request).action().get();
            } catch (AwsException e) {
                return service.protocol().render(e, "00000000-0000-4000-8000-000000000000");
            }
        });
        var answer = SdkHttpResponse.builder()
                .statusCode(response.status())
                .headers(response.headers())
                .build();
        return HttpExecuteResponse.builder()
                .response(answer)
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(response.body())))
                .build();
    }

    private static byte[] body(HttpExecuteRequest execute) {
        if (execute.contentStreamProvider().isEmpty()) {
            return new byte[0];
        }
        try (var stream = execute.contentStreamProvider().get().newStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
