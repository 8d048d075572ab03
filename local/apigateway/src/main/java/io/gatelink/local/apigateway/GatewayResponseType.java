package io.gatelink.local.apigateway;

/**
 * Why API Gateway answers a call itself.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html">
 *      Gateway response types</a>
 */
public enum GatewayResponseType {
    ACCESS_DENIED("403"),
    API_CONFIGURATION_ERROR("500"),
    AUTHORIZER_CONFIGURATION_ERROR("500"),
    AUTHORIZER_FAILURE("500"),
    BAD_REQUEST_BODY("400"),
    BAD_REQUEST_PARAMETERS("400"),
    DEFAULT_4XX(null),
    DEFAULT_5XX(null),
    EXPIRED_TOKEN("403"),
    INTEGRATION_FAILURE("504"),
    INTEGRATION_TIMEOUT("504"),
    INVALID_API_KEY("403"),
    INVALID_SIGNATURE("403"),
    MISSING_AUTHENTICATION_TOKEN("403"),
    QUOTA_EXCEEDED("429"),
    REQUEST_TOO_LARGE("413"),
    RESOURCE_NOT_FOUND("404"),
    THROTTLED("429"),
    UNAUTHORIZED("401"),
    UNSUPPORTED_MEDIA_TYPE("415"),
    WAF_FILTERED("403");

    private final String statusCode;

    GatewayResponseType(String statusCode) {
        this.statusCode = statusCode;
    }

    /** The status code if nothing else is set; {@code null} for the two defaults. */
    public String statusCode() {
        return statusCode;
    }

    /** The type whose response counts where this one has none of its own; itself for the two defaults. */
    GatewayResponseType fallback() {
        return statusCode == null ? this : statusCode.startsWith("5") ? DEFAULT_5XX : DEFAULT_4XX;
    }
}
