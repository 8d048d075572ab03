package io.gatelink.local.cli.console;

import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets in only the browser in which the printed address was opened: that holds a secret, and the first visit keeps it
 * in a cookie. Other users of this machine reach the port, too, but know neither.
 */
final class Session {

    private static final String PARAMETER = "token";
    private static final String REFUSAL =
            "This console is for the user who started it: open the address that gatelink console printed.";

    private final RandomToken secret = RandomToken.create();

    /** The address to print. */
    String address(String endpoint) {
        return endpoint + "/?" + PARAMETER + "=" + secret;
    }

    /**
     * What a request gets instead of what it asks for: a cookie, or a refusal.
     *
     * @param page whether it is for the page itself
     * @return empty if it is let in
     */
    Optional<Response> answer(Request request, boolean page) {
        if (page && request.queryParameter(PARAMETER).filter(secret::is).isPresent()) {
            return Optional.of(new Response(
                    303,
                    Map.of(
                            "Location", List.of("/"),
                            "Set-Cookie", List.of(cookie(request) + secret + "; Path=/; HttpOnly; SameSite=Strict"),
                            "Cache-Control", List.of("no-store"),
                            "Referrer-Policy", List.of("no-referrer")),
                    new byte[0]));
        }
        if (hasCookie(request)) {
            return Optional.empty();
        }
        return Optional.of(
                page
                        ? Response.text(403, "text/plain; charset=utf-8", REFUSAL + "\n")
                                .with("Cache-Control", "no-store")
                        : Console.error(403, REFUSAL));
    }

    private boolean hasCookie(Request request) {
        String name = cookie(request);
        return request.headers().getOrDefault("Cookie", List.of()).stream()
                .flatMap(header -> Stream.of(header.split(";")))
                .map(String::strip)
                .anyMatch(cookie -> cookie.startsWith(name) && secret.is(cookie.substring(name.length())));
    }

    /** A host's ports share their cookies, so that each has a name of its own. */
    private static String cookie(Request request) {
        String host = request.header("Host").orElse("");
        return "gatelink-console-" + host.substring(host.lastIndexOf(':') + 1) + "=";
    }
}
