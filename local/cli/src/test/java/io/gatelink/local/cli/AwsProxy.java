package io.gatelink.local.cli;

import io.gatelink.local.http.HttpBindException;
import io.gatelink.local.http.HttpServer;
import io.gatelink.local.http.HttpServerConfiguration;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in front of the embedded AWS: notes which actions are asked for, answers some as an account would, and passes
 * on the others. Actions have IAM's names, such as {@code dynamodb:Scan}.
 */
final class AwsProxy implements AutoCloseable {

    private static final Pattern SERVICE = Pattern.compile("Credential=[^/]+/\\d+/[^/]+/([a-z-]+)/aws4_request");
    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("host", "content-length", "connection", "expect", "transfer-encoding");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String upstream;
    private final Map<String, Response> answers = new ConcurrentHashMap<>();
    private final Set<String> asked = new ConcurrentSkipListSet<>();

    /** @param upstream where the embedded AWS answers */
    AwsProxy(String upstream) {
        this.upstream = upstream;
        server = HttpServer.create(HttpServerConfiguration.onLoopback(0), this::answer, System.err::println);
        try {
            server.start();
        } catch (HttpBindException e) {
            throw new IllegalStateException(e);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Answers an action so from now on. */
    AwsProxy answering(String action, int status, String body) {
        answers.put(action, new Response(status, Map.of(), body.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** The actions since this was asked last. */
    Set<String> asked() {
        var all = new TreeSet<>(asked);
        asked.clear();
        return all;
    }

    private Response answer(Request request) {
        String action = action(request);
        asked.add(action);
        Response answer = answers.get(action);
        return answer == null ? passOn(request) : answer;
    }

    private static String action(Request request) {
        Matcher service = SERVICE.matcher(request.header("Authorization").orElse(""));
        if (!service.find()) {
            throw new IllegalStateException("It is not signed: " + request.path());
        }
        Matcher action = ACTION.matcher(new String(request.body(), StandardCharsets.UTF_8));
        return service.group(1) + ":"
                + request.header("X-Amz-Target")
                        .map(target -> target.substring(target.lastIndexOf('.') + 1))
                        .orElseGet(() -> action.find() ? action.group(1) : request.method());
    }

    private Response passOn(Request request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        var passed = HttpRequest.newBuilder(URI.create(upstream + request.path() + query))
                .version(HttpClient.Version.HTTP_1_1)
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> passed.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> answer = client.send(passed.build(), HttpResponse.BodyHandlers.ofByteArray());
            var headers = new TreeMap<>(answer.headers().map());
            headers.keySet().removeIf(name -> OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)));
            return new Response(answer.statusCode(), headers, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
