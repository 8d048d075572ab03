package io.gatelink.local.apigateway;

import java.util.Map;

/**
 * How API Gateway's own answers of one type look. Fields are those of API Gateway's GatewayResponse.
 *
 * @param statusCode         {@code null} for the answer's own
 * @param responseParameters sources of values by {@code gatewayresponse.header.<name>}
 * @param responseTemplates  bodies by content type
 * @param defaultResponse    whether it was not set for this very type
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_GatewayResponse.html">GatewayResponse</a>
 */
public record GatewayResponse(
        GatewayResponseType responseType,
        String statusCode,
        Map<String, String> responseParameters,
        Map<String, String> responseTemplates,
        boolean defaultResponse) {

    static final Map<String, String> STANDARD_TEMPLATES =
            Map.of("application/json", "{\"message\":$context.error.messageString}");

    public GatewayResponse {
        responseParameters = Map.copyOf(responseParameters);
        responseTemplates = Map.copyOf(responseTemplates);
    }

    /** That of a type for which nothing is set. */
    static GatewayResponse standard(GatewayResponseType type) {
        return new GatewayResponse(type, type.statusCode(), Map.of(), STANDARD_TEMPLATES, true);
    }

    /** What was set for a type: for itself, or else for the default of its class; {@code null} if neither. */
    public static GatewayResponse set(Map<GatewayResponseType, GatewayResponse> all, GatewayResponseType type) {
        GatewayResponse own = all.get(type);
        return own == null ? all.get(type.fallback()) : own;
    }
}
