package io.gatelink.local.http;

import io.gatelink.local.http.Faults.LostAnswerException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;

/**
 * The JDK's HTTP client without a network, as {@link InMemoryHttpClient} is the SDK's: carries requests straight to the
 * {@link FrontDoor}, on the caller's thread. Only requests without a body, which is what smoke tests send.
 */
public final class InMemoryWebClient extends HttpClient {

    private static final Flow.Subscription NOTHING_TO_ASK = new Flow.Subscription() {
        @Override
        public void request(long items) {
            // All of the body comes at once.
        }

        @Override
        public void cancel() {
            // It is there already.
        }
    };

    private final Function<Request, Response> frontDoor;

    public InMemoryWebClient(Function<Request, Response> frontDoor) {
        this.frontDoor = frontDoor;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        if (request.bodyPublisher().map(body -> body.contentLength() != 0).orElse(false)) {
            throw new UnsupportedOperationException("Requests with a body");
        }
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers().map());
        headers.put("Host", List.of(request.uri().getAuthority()));
        String path = request.uri().getRawPath();
        Response response;
        try {
            response = frontDoor.apply(new Request(
                    request.method(), path.isEmpty() ? "/" : path, request.uri().getRawQuery(), headers, new byte[0]));
        } catch (LostAnswerException e) {
            throw new IOException(e.getMessage(), e);
        }
        var head = new Head(response.status(), HttpHeaders.of(response.headers(), (name, value) -> true));
        HttpResponse.BodySubscriber<T> body = handler.apply(head);
        body.onSubscribe(NOTHING_TO_ASK);
        body.onNext(List.of(ByteBuffer.wrap(response.body()).asReadOnlyBuffer()));
        body.onComplete();
        try {
            return new Answer<>(
                    request, head, body.getBody().toCompletableFuture().join());
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    private record Head(int statusCode, HttpHeaders headers) implements HttpResponse.ResponseInfo {

        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }
    }

    private record Answer<T>(HttpRequest request, Head head, T body) implements HttpResponse<T> {

        @Override
        public int statusCode() {
            return head.statusCode();
        }

        @Override
        public HttpHeaders headers() {
            return head.headers();
        }

        @Override
        public Optional<HttpResponse<T>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public Version version() {
            return head.version();
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        throw new UnsupportedOperationException("sendAsync");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> pushPromises) {
        throw new UnsupportedOperationException("sendAsync");
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        throw new UnsupportedOperationException("sslContext");
    }

    @Override
    public SSLParameters sslParameters() {
        return new SSLParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }
}
