package io.gatelink.functions.apigateway;

import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.LoadBalancerTag;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The request headers that mapped integrations forward: API Gateway maps parameters by their names only, so that there
 * is no way for all of them, and for queries none at all.
 *
 * <p>{@code Content-Type} API Gateway passes on itself, with the body that it describes. Not among them are headers
 * that ask for answers which {@link HttpResponses} cannot give: conditions ({@code If-None-Match}: 304) and ranges
 * (206).
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html">Parameter
 *      mapping for REST APIs</a>
 */
public final class HttpRequestHeaders {

    private static final List<String> ALWAYS = List.of(
            "Accept",
            "Accept-Language",
            "Cookie",
            "Idempotency-Key",
            "X-Correlation-Id",
            "X-Request-Id",
            "traceparent",
            "tracestate");

    private static final String METHOD = "method.request.header.";

    private HttpRequestHeaders() {}

    /**
     * The names for an API with this authorization. Where requests are signed, {@code Authorization} holds the
     * signature: it is for API Gateway, and a backend that had it could send the same request again.
     */
    public static List<String> of(String authorization) {
        return Stream.concat(ALWAYS.stream(), Stream.of("Authorization"))
                .filter(name -> !Authorization.AWS_IAM.equals(authorization) || ALWAYS.contains(name))
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
    }

    /** What a method declares, so that its integration can map it; a request need not have them. */
    public static Map<String, Boolean> declared(String authorization) {
        return of(authorization).stream().collect(Collectors.toMap(name -> METHOD + name, name -> false));
    }

    /** What the integration maps. */
    public static Map<String, String> mapped(String authorization) {
        return of(authorization).stream()
                .collect(Collectors.toMap(name -> "integration.request.header." + name, name -> METHOD + name));
    }

    /** What callers and backends do without, with the remedy. */
    public static String warning(String authorization) {
        return "The load balancer's tag " + LoadBalancerTag.INTEGRATION + " is http: API Gateway passes on no "
                + "request's query, and no headers of requests but Content-Type, "
                + String.join(", ", of(authorization)) + "; and of answers no headers but Content-Type and "
                + "Location, and statuses only as far as they are among " + HttpResponses.statuses()
                + ". If callers or the backend need more, set the tag to http_proxy, or remove it.";
    }
}
