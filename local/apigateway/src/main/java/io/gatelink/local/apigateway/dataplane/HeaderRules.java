package io.gatelink.local.apigateway.dataplane;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which headers pass through API Gateway, which are dropped, and which change their names.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html">API Gateway
 *      important notes</a>, the table of headers; that {@code Content-Length} and {@code x-amzn-RequestId} are remapped
 *      in answers too is from recorded ones
 */
final class HeaderRules {

    private static final String REMAPPED = "x-amzn-Remapped-";

    /** Hop-by-hop headers, and what API Gateway drops or makes itself. */
    private static final Set<String> NOT_TO_BACKEND = names(
            "Connection",
            "Keep-Alive",
            "Proxy-Connection",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "Content-Encoding",
            "Content-Length",
            "Content-MD5",
            "Expect",
            "Host",
            "Max-Forwards",
            "Server",
            "Via",
            "WWW-Authenticate",
            "X-Amzn-Trace-Id",
            "x-amzn-apigateway-api-id");

    private static final Set<String> NOT_TO_CALLER = names(
            "Keep-Alive",
            "Proxy-Connection",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "Expect",
            "Host",
            "Via");

    private static final Set<String> REMAPPED_TO_CALLER = names(
            "Authorization",
            "Connection",
            "Content-Length",
            "Content-MD5",
            "Date",
            "Max-Forwards",
            "Server",
            "User-Agent",
            "WWW-Authenticate",
            "x-amzn-RequestId");

    private HeaderRules() {}

    /** Whether a header of a call goes on to the backend of a proxy integration. */
    static boolean reachesBackend(String name, Map<String, List<String>> all) {
        return !NOT_TO_BACKEND.contains(name) && !isNamedByConnection(name, all.get("Connection"));
    }

    /** The name under which a caller sees a header of the backend's answer; {@code null} if not at all. */
    static String toCaller(String name) {
        if (NOT_TO_CALLER.contains(name)) {
            return null;
        }
        return REMAPPED_TO_CALLER.contains(name) ? REMAPPED + name : name;
    }

    /** Headers whose names compare without regard to case. */
    static <T> Map<String, T> caseless() {
        return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }

    private static boolean isNamedByConnection(String name, List<String> connection) {
        if (connection == null) {
            return false;
        }
        for (String value : connection) {
            for (String token : value.toLowerCase(Locale.ROOT).split(",")) {
                if (token.strip().equals(name.toLowerCase(Locale.ROOT))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Set<String> names(String... names) {
        var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Collections.addAll(set, names);
        return set;
    }
}
