package io.gatelink.functions.apigateway;

import io.gatelink.functions.wanted.Cors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.IntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.MethodResponse;

/**
 * The answers of mapped integrations. API Gateway cannot carry a status over: each
 * is chosen by a pattern for the backend's. Patterns exclude each other, for nothing says which of several comes first.
 * A status without a pattern becomes 200.
 *
 * <p>Bodies pass as they are, with their {@code Content-Type}; redirects keep their {@code Location}. Other headers of
 * the backend do not reach callers. Headers that are the same for every answer are added.
 *
 * @see <a
 *      href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegrationResponse.html">PutIntegrationResponse
 *      </a>
 */
public enum HttpResponses {
    OK("200", null),
    /** 304 has neither a body nor a Location. */
    FOUND("302", "30[12378]"),
    BAD_REQUEST("400", "4(?!0[1349]|29)\\d{2}"),
    UNAUTHORIZED("401", "401"),
    FORBIDDEN("403", "403"),
    NOT_FOUND("404", "404"),
    CONFLICT("409", "409"),
    TOO_MANY_REQUESTS("429", "429"),
    INTERNAL_SERVER_ERROR("500", "5(?!0[34])\\d{2}"),
    SERVICE_UNAVAILABLE("503", "50[34]");

    private static final String METHOD_HEADER = "method.response.header.";
    private static final String INTEGRATION_HEADER = "integration.response.header.";

    private final String status;
    private final String selectionPattern;

    /** @param selectionPattern for the backend's status, or {@code null} for all others */
    HttpResponses(String status, String selectionPattern) {
        this.status = status;
        this.selectionPattern = selectionPattern;
    }

    /**
     * Gives a method and its integration those of the answers that they lack.
     *
     * @param added      headers of every answer, by name
     * @param declared   the answers that the method has, by status, see {@link #areDeclared}
     * @param integrated those that its integration has
     */
    public static void put(
            ApiGatewayClient apiGateway,
            String restApiId,
            String resourceId,
            String httpMethod,
            Map<String, String> added,
            Map<String, MethodResponse> declared,
            Map<String, IntegrationResponse> integrated) {
        for (HttpResponses response : values()) {
            if (!declared.containsKey(response.status)) {
                apiGateway.putMethodResponse(request -> request.restApiId(restApiId)
                        .resourceId(resourceId)
                        .httpMethod(httpMethod)
                        .statusCode(response.status)
                        .responseParameters(response.declared(added)));
            }
            if (!response.isLike(integrated.get(response.status), added)) {
                apiGateway.putIntegrationResponse(request -> request.restApiId(restApiId)
                        .resourceId(resourceId)
                        .httpMethod(httpMethod)
                        .statusCode(response.status)
                        .selectionPattern(response.selectionPattern)
                        .responseParameters(response.mapped(added)));
            }
        }
    }

    /** Whether those of the answers that a method has can have these headers: a method's answers never change. */
    public static boolean areDeclared(Map<String, String> added, Map<String, MethodResponse> found) {
        return Arrays.stream(values())
                .allMatch(response -> !found.containsKey(response.status)
                        || found.get(response.status).responseParameters().equals(response.declared(added)));
    }

    /** The statuses that callers see, with commas. */
    public static String statuses() {
        return Arrays.stream(values()).map(response -> response.status).collect(Collectors.joining(", "));
    }

    private List<String> headers() {
        return this == FOUND ? List.of("Content-Type", "Location") : List.of("Content-Type");
    }

    private Map<String, Boolean> declared(Map<String, String> added) {
        return mapped(added).keySet().stream().collect(Collectors.toMap(header -> header, header -> false));
    }

    private Map<String, String> mapped(Map<String, String> added) {
        Map<String, String> mapped = new TreeMap<>(Cors.mapped(METHOD_HEADER, added));
        headers().forEach(header -> mapped.put(METHOD_HEADER + header, INTEGRATION_HEADER + header));
        return mapped;
    }

    private boolean isLike(IntegrationResponse found, Map<String, String> added) {
        return found != null
                && mapped(added).equals(found.responseParameters())
                && (selectionPattern == null ? "" : selectionPattern)
                        .equals(found.selectionPattern() == null ? "" : found.selectionPattern());
    }
}
