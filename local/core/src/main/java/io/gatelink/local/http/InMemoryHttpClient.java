package io.gatelink.local.http;

import io.gatelink.local.http.Faults.LostAnswerException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The transport without a network: carries the requests of AWS SDK clients straight to the {@link FrontDoor}, on the
 * caller's thread. The same bytes as over HTTP.
 */
public final class InMemoryHttpClient implements SdkHttpClient {

    private final Function<Request, Response> frontDoor;

    public InMemoryHttpClient(Function<Request, Response> frontDoor) {
        this.frontDoor = frontDoor;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                Response response;
                try {
                    response = frontDoor.apply(read(request)).collected();
                } catch (LostAnswerException e) {
                    throw new IOException(e.getMessage(), e);
                }
                // What answers HEAD has no body, whatever its headers say of one.
                boolean head = request.httpRequest().method() == SdkHttpMethod.HEAD;
                byte[] body = head ? new byte[0] : response.body();
                return HttpExecuteResponse.builder()
                        .response(SdkHttpResponse.builder()
                                .statusCode(response.status())
                                .headers(response.headers())
                                .build())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                        .build();
            }

            @Override
            public void abort() {
                // A call in memory ends before it can be aborted.
            }
        };
    }

    private static Request read(HttpExecuteRequest call) throws IOException {
        SdkHttpRequest request = call.httpRequest();
        var headers =
                request.headers().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        headers.putIfAbsent("Host", List.of(request.host()));
        byte[] body = new byte[0];
        if (call.contentStreamProvider().isPresent()) {
            try (var content = call.contentStreamProvider().get().newStream()) {
                body = content.readAllBytes();
            }
        }
        String path = request.encodedPath();
        return new Request(
                request.method().name(),
                path.isEmpty() ? "/" : path,
                request.encodedQueryParameters().orElse(""),
                headers,
                body);
    }

    @Override
    public String clientName() {
        return "InMemory";
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
