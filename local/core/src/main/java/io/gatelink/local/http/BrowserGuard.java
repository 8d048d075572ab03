package io.gatelink.local.http;

import io.gatelink.local.core.AwsException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps pages in a browser from driving the local AWS: it listens on this machine, and so can be reached from every
 * page that is open here. Requests for a host that is not ours (a name that was made to lead here), and those that a
 * browser sends for a page of another site, are refused. A deployed API is open to pages, as it is in AWS; its id, or
 * its custom domain name, is known to none but who made it.
 */
final class BrowserGuard {

    /** Names that cannot be registered, and so belong to no page; those of AWS's own; and addresses. */
    private static final Pattern OURS = Pattern.compile("[a-z0-9_-]+|.*\\.(localhost|internal|amazonaws\\.com(\\.cn)?)"
            + "|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+(%[a-z0-9]+)?]");

    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|.*\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Set<String> SAME_SITE = Set.of("none", "same-origin", "same-site");

    private final Set<String> hosts;

    /** @param hosts further names that are ours */
    BrowserGuard(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /**
     * Why a request is refused; empty if it is not.
     *
     * @param byHost whether its host names a deployed API
     * @param toApi  whether it goes to a deployed API
     */
    Optional<AwsException> refusal(Request request, boolean byHost, boolean toApi) {
        String host = LocalEndpoint.host(request);
        if (!byHost && !OURS.matcher(host).matches() && !hosts.contains(host)) {
            return Optional.of(denied("for the host " + shortened(host)));
        }
        if (toApi) {
            return Optional.empty();
        }
        List<String> origins = request.headers().getOrDefault("Origin", List.of());
        if (!origins.isEmpty()) {
            return origins.stream()
                    .filter(origin -> !isOfThisMachine(origin))
                    .findFirst()
                    .map(origin -> denied("from pages of " + shortened(origin)));
        }
        if (isLinkToThePage(request)) {
            return Optional.empty();
        }
        // Images and links come without an origin.
        return request.header("Sec-Fetch-Site")
                .filter(site -> !SAME_SITE.contains(site))
                .map(site -> denied("from pages of other sites"));
    }

    /** People may open the page for people from anywhere; without a query it does nothing. */
    private static boolean isLinkToThePage(Request request) {
        return request.method().equals("GET")
                && request.path().equals("/")
                && request.query().isEmpty()
                && request.header("Sec-Fetch-Dest").filter("document"::equals).isPresent();
    }

    private boolean isOfThisMachine(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host != null
                    && (THIS_MACHINE.matcher(host.toLowerCase(Locale.ROOT)).matches()
                            || hosts.contains(host.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    private static AwsException denied(String what) {
        return new AwsException(
                "AccessDeniedException",
                403,
                "The local AWS takes no requests " + what
                        + ": address it as 127.0.0.1 or localhost, and not from a browser's page of another site.");
    }
}
