package io.gatelink.functions.publish;

import io.gatelink.functions.lambda.SmokeTestFailedException;
import io.gatelink.functions.wanted.Cors;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.Wanted;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What the smoke test sends and looks at as a browser does for a script from another origin. Of an API that is not for
 * such scripts, nothing.
 */
final class CrossOrigin {

    private static final String ORIGIN = "Origin";
    private static final int OK = 200;

    private CrossOrigin() {}

    /** The request with the header that tells where the script is from. */
    static SdkHttpRequest from(Wanted wanted, SdkHttpRequest request) {
        return wanted.cors() == null
                ? request
                : request.toBuilder().putHeader(ORIGIN, origin(wanted.cors())).build();
    }

    /** The same header, if there is one to send. */
    static Map<String, String> headers(Wanted wanted) {
        return wanted.cors() == null ? Map.of() : Map.of(ORIGIN, origin(wanted.cors()));
    }

    private static String origin(Cors cors) {
        return cors.origin().equals("*") ? "https://any.example" : cors.origin();
    }

    /**
     * Says that the backend's answer is kept from scripts, if it is: API Gateway adds no header to what it passes on.
     *
     * @param request for people, such as {@code GET https://...}
     * @param header  the first value of a header of the answer
     */
    static List<String> warnings(Wanted wanted, String request, Function<String, Optional<String>> header) {
        Cors cors = wanted.cors();
        if (cors == null) {
            return List.of();
        }
        Optional<String> allowed = header.apply(Cors.ALLOW_ORIGIN);
        boolean shown = allowed.filter(value -> value.equals(origin(cors)) || value.equals("*") && !cors.credentials())
                        .isPresent()
                && (!cors.credentials()
                        || header.apply(Cors.ALLOW_CREDENTIALS)
                                .filter("true"::equals)
                                .isPresent());
        if (shown) {
            return List.of();
        }
        return List.of("The backend answers " + request + " with " + ORIGIN + ": " + origin(cors) + " without "
                + Cors.ALLOW_ORIGIN + ": " + cors.origin()
                + (cors.credentials() ? " and " + Cors.ALLOW_CREDENTIALS + ": true" : "")
                + ", so browsers keep its answers from scripts. API Gateway adds no headers to answers that it passes on "
                + "as they are: have the backend send them, or set the load balancer's tag "
                + LoadBalancerTag.INTEGRATION + " to http.");
    }

    /**
     * Asks as browsers do whether a script may send a request.
     *
     * @param webAclArn of the web ACL that looks at it first, or an empty string
     * @param send      sends a request
     * @throws SmokeTestFailedException if the answer is not the one that API Gateway is to give
     */
    static void requirePreflight(
            Wanted wanted, String url, String webAclArn, Function<SdkHttpRequest, SdkHttpResponse> send) {
        Cors cors = wanted.cors();
        if (cors == null) {
            return;
        }
        String method = cors.methods().split(",", 2)[0];
        SdkHttpResponse answer = send.apply(SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.OPTIONS)
                .uri(URI.create(url))
                .putHeader(ORIGIN, origin(cors))
                .putHeader("Access-Control-Request-Method", method)
                .build());
        var wrong = new TreeMap<>(cors.preflightHeaders());
        wrong.entrySet().removeIf(header -> answer.firstMatchingHeader(header.getKey())
                .filter(header.getValue()::equals)
                .isPresent());
        if (answer.statusCode() != OK || !wrong.isEmpty()) {
            throw new SmokeTestFailedException("OPTIONS " + url + " with " + ORIGIN + ": " + origin(cors)
                    + " answered " + answer.statusCode() + ", not " + OK + " with the headers that browsers need"
                    + (wrong.isEmpty() ? "" : " (" + String.join(", ", wrong.keySet()) + ")")
                    + ": a new stage takes some seconds to show; if it stays so, look at the API's resource policy and at "
                    + SmokeTestAnswer.firewall(webAclArn) + ".");
        }
    }
}
