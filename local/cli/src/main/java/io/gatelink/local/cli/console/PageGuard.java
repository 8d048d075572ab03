package io.gatelink.local.cli.console;

import io.gatelink.local.http.Request;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets the console's own page in, and no other: requests must name this machine as their host, and those that change
 * something must come from that very origin, with the token that is in the page.
 */
final class PageGuard {

    /** The header of the token. */
    static final String TOKEN = "X-Gatelink-Token";

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");
    private static final Set<String> OWN_SITE = Set.of("none", "same-origin");

    private final RandomToken token;

    PageGuard(RandomToken token) {
        this.token = token;
    }

    /** Why a request is refused; empty if it is not. */
    Optional<RefusedException> refusal(Request request) {
        String host = request.header("Host").orElse("").toLowerCase(Locale.ROOT);
        if (!THIS_MACHINE.matcher(host).matches()) {
            return refused("The console is at 127.0.0.1 or localhost only.");
        }
        boolean link = request.path().equals("/")
                && request.header("Sec-Fetch-Dest").filter("document"::equals).isPresent();
        if (!link
                && request.header("Sec-Fetch-Site")
                        .filter(site -> !OWN_SITE.contains(site))
                        .isPresent()) {
            return refused("The console takes no requests from other pages.");
        }
        if (request.method().equals("GET") || request.method().equals("HEAD")) {
            return Optional.empty();
        }
        Optional<String> origin = request.header("Origin").map(it -> it.toLowerCase(Locale.ROOT));
        if (origin.isEmpty()
                || !origin.get().equals("http://" + host) && !origin.get().equals("https://" + host)) {
            return refused("The console takes requests that change something from its own page only.");
        }
        if (!token.is(request.header(TOKEN).orElse(""))) {
            return refused("This page is of an earlier start of Gatelink: reload it, and do it again.");
        }
        return Optional.empty();
    }

    private static Optional<RefusedException> refused(String message) {
        return Optional.of(new RefusedException(403, message));
    }
}
