package io.gatelink.functions.publish;

import io.gatelink.functions.lambda.SmokeTestFailedException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.Wanted;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The answer to a test request, and whether it will do. What it says of itself it says without any of the body, which
 * may hold secrets.
 *
 * @param request     for people, such as {@code GET https://...}
 * @param errorType   of an answer that API Gateway made itself: its header {@code x-amzn-ErrorType}; else nothing
 * @param location    where it redirects, if it does
 * @param contentType if it says so
 * @param length      of the body in bytes, if it is known
 * @see <a
 *      href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html">
 *      Gateway response types</a>
 */
record SmokeTestAnswer(
        String request,
        int status,
        Optional<String> errorType,
        Optional<String> location,
        Optional<String> contentType,
        Optional<Long> length) {

    /** Says that API Gateway answered, and not the backend. */
    static final String ERROR_TYPE_HEADER = "x-amzn-ErrorType";

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int GATEWAY_TIMEOUT = 504;

    private static final String PATH_IN_TIME =
            " to a path that is answered within " + TestInvocation.TIMEOUT.toSeconds() + " s";

    /** @param header the first value of a header of this name, in any case */
    static SmokeTestAnswer of(
            String request, int status, Function<String, Optional<String>> header, Optional<Long> length) {
        return new SmokeTestAnswer(
                request,
                status,
                header.apply(ERROR_TYPE_HEADER),
                header.apply("Location"),
                header.apply("Content-Type"),
                length);
    }

    /**
     * @param webAclArn of the web ACL that looks at the request first, or an empty string
     * @throws SmokeTestFailedException if it will not do, with the remedy
     */
    void requireGood(Wanted wanted, String webAclArn) {
        problem(wanted, webAclArn).ifPresent(problem -> {
            throw new SmokeTestFailedException(problem);
        });
    }

    /** Why it will not do, with the remedy, or nothing if it will. */
    Optional<String> problem(Wanted wanted, String webAclArn) {
        List<String> expected = List.of(wanted.expect().split(","));
        String code = Integer.toString(status);
        if (errorType.isPresent()) {
            return Optional.of(
                    words() + " from API Gateway itself (" + ERROR_TYPE_HEADER + ": " + Text.printable(errorType.get())
                            + "), not from the backend: " + gatewayRemedy(wanted, webAclArn) + ".");
        }
        Optional<String> elsewhere = location.flatMap(target -> samePathElsewhere(target, wanted.path()))
                .filter(target -> status / 100 == 3);
        if (elsewhere.isPresent() && !expected.contains(code)) {
            return Optional.of(words() + ", a redirect of the same path to " + elsewhere.get() + ": callers come by "
                    + "https already, and the backend is told so by X-Forwarded-Proto. Make it look at that header; "
                    + "set the load balancer's tag " + LoadBalancerTag.HOST + " to the name that the backend is for; "
                    + "or set " + LoadBalancerTag.EXPECT + " to " + status + " if callers are to get this redirect.");
        }
        return expected.contains(code) || expected.contains(code.charAt(0) + "xx")
                ? Optional.empty()
                : Optional.of(words() + ", not " + String.join(" or ", expected) + ": " + backendRemedy(wanted) + ".");
    }

    /** The remedy if no answer came at all. */
    static String noAnswerRemedy(Wanted wanted) {
        return reachable(wanted) + ", or set the load balancer's tag " + LoadBalancerTag.PATH + PATH_IN_TIME;
    }

    private static String reachable(Wanted wanted) {
        return "look at the health of the load balancer's targets, and " + wanted.wayIn();
    }

    private String words() {
        return request + " answered " + status + " ("
                + contentType.map(Text::printable).orElse("no content type") + ", "
                + length.map(bytes -> bytes + " bytes").orElse("unknown length") + ")";
    }

    private String gatewayRemedy(Wanted wanted, String webAclArn) {
        return switch (status) {
            case TOO_MANY_REQUESTS ->
                "callers use up the stage's limits; deploy the stack with a higher ThrottlingRateLimit";
            case GATEWAY_TIMEOUT ->
                "no answer within " + wanted.timeoutMillis() + " ms; " + reachable(wanted)
                        + ", or set the load balancer's tag "
                        + (Integer.parseInt(wanted.timeoutMillis()) < TestInvocation.TIMEOUT.toMillis()
                                ? LoadBalancerTag.TIMEOUT_MS + " to more"
                                : LoadBalancerTag.PATH + PATH_IN_TIME);
            default ->
                status >= 500
                        ? reachable(wanted)
                                + (wanted.uri().startsWith("https:")
                                        ? "; requests go by https, so set the tag " + LoadBalancerTag.HOST
                                                + " to a name in the certificate"
                                        : "")
                        : "a new stage takes some seconds to show; if it stays so, look at the API's resource "
                                + "policy, at the service control policies of the account, and at "
                                + firewall(webAclArn);
        };
    }

    /** What may refuse requests before API Gateway does, in words. */
    static String firewall(String webAclArn) {
        return webAclArn.isEmpty() ? "AWS WAF" : "the rules of web ACL " + webAclArn;
    }

    private String backendRemedy(Wanted wanted) {
        String tags = "set the load balancer's tag " + LoadBalancerTag.PATH + " to a path that the backend answers as "
                + "expected, or " + LoadBalancerTag.EXPECT + " to a list that has " + status;
        return switch (status) {
            case 401, 403 -> "the backend lets in nothing without credentials of its own there; " + tags;
            case 404 ->
                "the backend has no such path, or not for this host name; " + tags + ", or " + LoadBalancerTag.HOST
                        + " to the name that the backend is for";
            case GATEWAY_TIMEOUT -> "something behind the backend takes too long; " + reachable(wanted);
            default ->
                status < 500
                        ? tags
                        : "the backend fails; look at its log and at the health of the load "
                                + "balancer's targets, or " + tags;
        };
    }

    /** Scheme and host of a redirect that leads to the path that was asked for, if it names them. */
    private static Optional<String> samePathElsewhere(String target, String path) {
        try {
            URI uri = URI.create(target);
            String targetPath = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return uri.getHost() == null || !targetPath.equals(path.split("\\?", 2)[0])
                    ? Optional.empty()
                    : Optional.of(Text.printable(
                            (uri.getScheme() == null ? "" : uri.getScheme() + ":") + "//" + uri.getHost()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
