package io.gatelink.local.elbv2;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Health checks over real connections. Certificates are not verified, as with AWS's load balancers. */
final class NetworkHealthProbe implements HealthProbe {

    /** Made when it is first needed: it takes time, and most target groups are checked over plain TCP. */
    private HttpClient http;

    @Override
    public Result check(InetSocketAddress address, TargetGroup.HealthCheck check) {
        try {
            return check.protocol().equals("TCP") ? connect(address, check) : request(address, check);
        } catch (SocketTimeoutException | HttpTimeoutException e) {
            return Result.unhealthy("Target.Timeout", "Request timed out");
        } catch (IOException e) {
            return Result.unhealthy("Target.FailedHealthChecks", "Health checks failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Result.unhealthy("Target.FailedHealthChecks", "Health checks failed");
        }
    }

    private static Result connect(InetSocketAddress address, TargetGroup.HealthCheck check) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(address, check.timeout() * 1000);
            return Result.HEALTHY;
        }
    }

    private Result request(InetSocketAddress address, TargetGroup.HealthCheck check)
            throws IOException, InterruptedException {
        String host = address.getAddress().getHostAddress();
        URI uri = URI.create(
                check.protocol().toLowerCase(Locale.ROOT) + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                        + address.getPort() + check.path().orElse("/"));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(check.timeout()))
                .header("User-Agent", "ELB-HealthChecker/2.0")
                .build();
        int status =
                http().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        return matches(status, check.matcher().orElse("200"))
                ? Result.HEALTHY
                : Result.unhealthy(
                        "Target.ResponseCodeMismatch", "Health checks failed with these codes: [" + status + "]");
    }

    private synchronized HttpClient http() {
        if (http == null) {
            http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .sslContext(trustingAnybody())
                    .build();
        }
        return http;
    }

    private static boolean matches(int status, String matcher) {
        for (String part : matcher.split(",")) {
            int dash = part.indexOf('-');
            int from = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
            int to = dash < 0 ? from : Integer.parseInt(part.substring(dash + 1));
            if (status >= from && status <= to) {
                return true;
            }
        }
        return false;
    }

    private static SSLContext trustingAnybody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustAnybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has TLS", e);
        }
    }

    private static final class TrustAnybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
