package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Pages;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The console: the page at {@code /}, for browsers, and what it asks for below {@value #ROOT}. JSON but for the page's
 * own files and the stream of what changes.
 */
public final class Console implements Pages, AutoCloseable {

    /** Where everything but the page itself is. */
    public static final String ROOT = "/_gatelink/console/";

    /** Each keeps one of the server's threads. */
    private static final int MOST_STREAMS = 16;

    private static final int MOST_BYTES = 64 << 10;
    private static final int WORTH_COMPRESSING = 1_000;

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final ConsoleSource source;
    private final Optional<Session> session;
    private final RandomToken token = RandomToken.create();
    private final PageGuard guard = new PageGuard(token);
    private final Assets assets = new Assets();
    private final AtomicInteger streams = new AtomicInteger();

    private Console(ConsoleSource source, Optional<Session> session) {
        this.source = source;
        this.session = session;
    }

    /** Something that cannot be guessed, which tells two consoles apart. */
    public static String secret() {
        return RandomToken.create().toString();
    }

    /** A console that all users of this machine may open. */
    public static Console open(ConsoleSource source) {
        return new Console(source, Optional.empty());
    }

    /** A console that needs its {@link #address}, which holds a secret. */
    public static Console forOneUser(ConsoleSource source) {
        return new Console(source, Optional.of(new Session()));
    }

    /**
     * The address to open in a browser.
     *
     * @param endpoint where it is served, such as {@code http://127.0.0.1:4566}
     */
    public String address(String endpoint) {
        return session.map(it -> it.address(endpoint)).orElse(endpoint + "/");
    }

    @Override
    public Optional<Response> answer(Request request) {
        boolean page = isForThePage(request);
        if (!page && !request.path().startsWith(ROOT)) {
            return Optional.empty();
        }
        return Optional.of(guard.refusal(request)
                .map(refused -> error(refused.status(), refused.getMessage()))
                .or(() -> session.flatMap(it -> it.answer(request, page)))
                .orElseGet(() -> page ? page(request) : file(request)));
    }

    /** A browser asks for a page; clients of AWS don't, and they sign. */
    private static boolean isForThePage(Request request) {
        return request.path().equals("/")
                && request.method().equals("GET")
                && request.header("Authorization").isEmpty()
                && request.queryParameter("X-Amz-Signature").isEmpty()
                && request.header("Accept")
                        .filter(accept -> accept.contains("text/html"))
                        .isPresent();
    }

    private Response page(Request request) {
        String html = new String(assets.file("index.html").orElseThrow().plain(), StandardCharsets.UTF_8);
        return ok(
                        request,
                        "text/html; charset=utf-8",
                        html.replace("{{token}}", token.toString()).getBytes(StandardCharsets.UTF_8))
                .with("Content-Security-Policy", POLICY)
                .with("Cross-Origin-Opener-Policy", "same-origin");
    }

    private Response file(Request request) {
        String name = request.path().substring(ROOT.length());
        try {
            if (request.method().equals("POST") && name.startsWith("actions/")) {
                return json(request, source.perform(name.substring("actions/".length()), arguments(request)));
            }
            if (!request.method().equals("GET")) {
                return error(405, request.method() + " is not allowed here.");
            }
            return switch (name) {
                case "surroundings" -> json(request, source.surroundings());
                case "changes" -> json(request, source.changes(number(request, "since")));
                case "stream" -> stream(request);
                case "older" ->
                    json(request, () -> source.older(parameter(request, "kind"), number(request, "before")));
                case "load-balancer" -> json(request, () -> source.loadBalancer(parameter(request, "arn")));
                case "execution" ->
                    json(
                            request,
                            () -> source.execution(
                                    parameter(request, "arn"),
                                    parameter(request, "graph").equals("true")));
                case "visit" -> json(request, () -> source.visit(parameter(request, "arn"), number(request, "id")));
                case "event" -> json(request, () -> source.event(number(request, "number")));
                default ->
                    assets.file(name)
                            .filter(asset -> !name.endsWith(".html"))
                            .map(asset -> asset(request, asset))
                            .orElseGet(() -> error(404, "There is nothing at " + request.path() + "."));
            };
        } catch (RefusedException e) {
            return error(e.status(), e.getMessage());
        }
    }

    private static ObjectNode arguments(Request request) {
        if (request.body().length > MOST_BYTES) {
            throw new RefusedException(413, "The request is longer than " + MOST_BYTES + " bytes.");
        }
        try {
            if (Json.parse(request.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (Json.InvalidJsonException e) {
            throw new RefusedException(400, "The request is not JSON: " + e.getMessage() + ".");
        }
        throw new RefusedException(400, "The request is not a JSON object.");
    }

    private Response stream(Request request) {
        long since = request.header("Last-Event-ID").map(Console::number).orElseGet(() -> number(request, "since"));
        if (streams.incrementAndGet() > MOST_STREAMS) {
            streams.decrementAndGet();
            return error(503, "The console is open " + MOST_STREAMS + " times already: close some of its pages.");
        }
        var headers = new LinkedHashMap<>(headers("text/event-stream; charset=utf-8", "no-store"));
        return new Response(200, headers, new byte[0], new EventStream(source, since, streams::decrementAndGet));
    }

    private static String parameter(Request request, String name) {
        return request.queryParameter(name).orElse("");
    }

    private static long number(Request request, String name) {
        return number(request.queryParameter(name).orElse("0"));
    }

    private static long number(String text) {
        try {
            return Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new RefusedException(400, "'" + text + "' is not a number.");
        }
    }

    private static Response json(Request request, Supplier<Optional<ObjectNode>> found) {
        return found.get()
                .map(json -> json(request, json))
                .orElseGet(() -> error(404, "It is not there, or not any more."));
    }

    private static Response json(Request request, ObjectNode json) {
        return ok(request, "application/json", Json.bytes(json));
    }

    private static Response ok(Request request, String type, byte[] body) {
        boolean compress = body.length > WORTH_COMPRESSING && takesGzip(request);
        var response = new Response(200, headers(type, "no-store"), compress ? Assets.compressed(body) : body);
        return compress ? response.with("Content-Encoding", "gzip") : response;
    }

    private static Response asset(Request request, Assets.Asset asset) {
        Map<String, List<String>> headers = headers(asset.type(), "no-cache");
        if (request.header("If-None-Match").filter(asset.tag()::equals).isPresent()) {
            return new Response(304, headers, new byte[0]).with("ETag", asset.tag());
        }
        boolean compress = takesGzip(request);
        var response =
                new Response(200, headers, compress ? asset.compressed() : asset.plain()).with("ETag", asset.tag());
        return compress ? response.with("Content-Encoding", "gzip") : response;
    }

    private static boolean takesGzip(Request request) {
        return request.header("Accept-Encoding")
                .filter(it -> it.contains("gzip"))
                .isPresent();
    }

    static Response error(int status, String message) {
        ObjectNode body = Json.object();
        body.put("message", message);
        return new Response(status, headers("application/json", "no-store"), Json.bytes(body));
    }

    private static Map<String, List<String>> headers(String type, String caching) {
        return Map.of(
                "Content-Type", List.of(type),
                "Cache-Control", List.of(caching),
                "Vary", List.of("Accept-Encoding"),
                "X-Content-Type-Options", List.of("nosniff"),
                "Referrer-Policy", List.of("no-referrer"),
                "Cross-Origin-Resource-Policy", List.of("same-origin"));
    }

    @Override
    public void close() {
        source.close();
    }
}
