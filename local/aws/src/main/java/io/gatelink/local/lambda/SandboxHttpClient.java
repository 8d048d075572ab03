package io.gatelink.local.lambda;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The HTTP client of one sandbox: asks for the one to use each time. */
final class SandboxHttpClient extends HttpClient {

    private final Supplier<HttpClient> client;

    SandboxHttpClient(Supplier<HttpClient> client) {
        this.client = client;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.get().send(request, handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return client.get().sendAsync(request, handler);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler, HttpResponse.PushPromiseHandler<T> pushPromises) {
        return client.get().sendAsync(request, handler, pushPromises);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.get().cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.get().connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.get().followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.get().proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.get().sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.get().sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.get().authenticator();
    }

    @Override
    public Version version() {
        return client.get().version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.get().executor();
    }
}
