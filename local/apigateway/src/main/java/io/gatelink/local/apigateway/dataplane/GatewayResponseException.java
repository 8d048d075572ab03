package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.GatewayResponseType;
import io.gatelink.local.core.Json;
import java.nio.charset.StandardCharsets;

/**
 * API Gateway answers an invocation itself instead of the integration.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html">
 *      Gateway response types</a>
 */
final class GatewayResponseException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final String INTERNAL_SERVER_ERROR = "Internal server error";
    private static final String CONFIGURATION_ERROR = "Execution failed due to configuration error: ";

    private final GatewayResponseType type;
    private final int status;
    private final String errorType;
    private final String message;
    private final String body;

    /** @param type {@code null} for an answer that no gateway response changes */
    private GatewayResponseException(
            GatewayResponseType type, int status, String errorType, String message, String body, String logLine) {
        super(logLine, null, false, false);
        this.type = type;
        this.status = status;
        this.errorType = errorType;
        this.message = message;
        this.body = body;
    }

    /** No such API or stage, or no way to it. */
    static GatewayResponseException forbidden(String logLine) {
        return forbidden(null, logLine);
    }

    /** No valid API key. */
    static GatewayResponseException invalidApiKey() {
        return forbidden(GatewayResponseType.INVALID_API_KEY, "API key missing or not valid");
    }

    private static GatewayResponseException forbidden(GatewayResponseType type, String logLine) {
        return new GatewayResponseException(
                type, 403, "ForbiddenException", "Forbidden", "{\"message\":\"Forbidden\"}", logLine);
    }

    /** No such resource or method, or no signature where one is needed. */
    static GatewayResponseException missingAuthenticationToken(String logLine) {
        return new GatewayResponseException(
                GatewayResponseType.MISSING_AUTHENTICATION_TOKEN,
                403,
                "MissingAuthenticationTokenException",
                "Missing Authentication Token",
                "{\"message\":\"Missing Authentication Token\"}",
                logLine);
    }

    /** A signature that is not one. */
    static GatewayResponseException incompleteSignature(String message) {
        return withMessage(GatewayResponseType.INVALID_SIGNATURE, 403, "IncompleteSignatureException", message);
    }

    /** A signature that is wrong, or too old. */
    static GatewayResponseException invalidSignature(String message) {
        return withMessage(GatewayResponseType.INVALID_SIGNATURE, 403, "InvalidSignatureException", message);
    }

    /** The caller's policies, or the API's, do not let him. */
    static GatewayResponseException accessDenied(String message) {
        return new GatewayResponseException(
                GatewayResponseType.ACCESS_DENIED,
                403,
                "AccessDeniedException",
                message,
                Json.write(Json.object().put("Message", message)),
                message);
    }

    /** No identity where an authorizer looks for one, or one that it does not accept. */
    static GatewayResponseException unauthorized(String logLine) {
        return new GatewayResponseException(
                GatewayResponseType.UNAUTHORIZED,
                401,
                "UnauthorizedException",
                "Unauthorized",
                "{\"message\":\"Unauthorized\"}",
                "Unauthorized request: " + logLine);
    }

    /** The token of a user pool whose time is over. */
    static GatewayResponseException expiredToken() {
        return withMessage(
                GatewayResponseType.EXPIRED_TOKEN, 401, "UnauthorizedException", "The incoming token has expired");
    }

    /** An authorizer that cannot be asked, or whose answer is none. */
    static GatewayResponseException authorizerConfigurationError(String reason) {
        return ofAuthorizer(GatewayResponseType.AUTHORIZER_CONFIGURATION_ERROR, CONFIGURATION_ERROR + reason);
    }

    /** An authorizer that failed. */
    static GatewayResponseException authorizerFailure() {
        return ofAuthorizer(GatewayResponseType.AUTHORIZER_FAILURE, "Execution failed due to an authorizer error");
    }

    private static GatewayResponseException ofAuthorizer(GatewayResponseType type, String logLine) {
        return new GatewayResponseException(
                type, 500, "AuthorizerConfigurationException", null, "{\"message\":null}", logLine);
    }

    /** A web ACL blocks the request. */
    static GatewayResponseException wafFiltered(String webAclArn) {
        return forbidden(GatewayResponseType.WAF_FILTERED, "Blocked by " + webAclArn);
    }

    static GatewayResponseException requestTooLong() {
        return new GatewayResponseException(
                GatewayResponseType.REQUEST_TOO_LARGE,
                413,
                "RequestTooLargeException",
                "Request Too Long",
                "{\"message\":\"Request Too Long\"}",
                "Execution failed due to configuration error: the request is too large");
    }

    /** More than the quota on request line and header values together. The status is AWS's; the words are HTTP's. */
    static GatewayResponseException headersTooLarge() {
        return withMessage(null, 431, "RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large");
    }

    /** Over the rate of a stage or a usage plan. */
    static GatewayResponseException tooManyRequests() {
        return withMessage(GatewayResponseType.THROTTLED, 429, "TooManyRequestsException", "Too Many Requests");
    }

    /** Over the quota of a usage plan. */
    static GatewayResponseException limitExceeded() {
        return withMessage(GatewayResponseType.QUOTA_EXCEEDED, 429, "LimitExceededException", "Limit Exceeded");
    }

    static GatewayResponseException badRequest(String message) {
        return withMessage(GatewayResponseType.DEFAULT_4XX, 400, "BadRequestException", message);
    }

    static GatewayResponseException unsupportedMediaType(String contentType) {
        return unsupportedMediaType(
                "BadRequestException", "Execution failed: no mapping template for content type " + contentType);
    }

    /** A body in a coding that is not supported, or that is not in the coding that its header names. */
    static GatewayResponseException undecodable(String contentEncoding) {
        return unsupportedMediaType(
                "UnsupportedMediaTypeException", "Execution failed: the body cannot be decoded as " + contentEncoding);
    }

    private static GatewayResponseException unsupportedMediaType(String errorType, String logLine) {
        return new GatewayResponseException(
                GatewayResponseType.UNSUPPORTED_MEDIA_TYPE,
                415,
                errorType,
                "Unsupported Media Type",
                "{\"message\": \"Unsupported Media Type\"}",
                logLine);
    }

    /** The integration is set up so that it cannot work. */
    static GatewayResponseException configurationError(String reason) {
        return ofIntegration(
                GatewayResponseType.API_CONFIGURATION_ERROR, 500, INTERNAL_SERVER_ERROR, CONFIGURATION_ERROR + reason);
    }

    /** The integration, or the way to it, failed. */
    static GatewayResponseException internalServerError(String logLine) {
        return ofIntegration(GatewayResponseType.DEFAULT_5XX, 500, INTERNAL_SERVER_ERROR, logLine);
    }

    /** Nothing answers behind the VPC link: AWS counts that as a configuration error. */
    static GatewayResponseException unreachable() {
        return ofIntegration(
                GatewayResponseType.INTEGRATION_FAILURE,
                500,
                INTERNAL_SERVER_ERROR,
                CONFIGURATION_ERROR + "There was an internal error while executing your request");
    }

    /** The backend took the connection, but gave no answer that is one. */
    static GatewayResponseException networkError() {
        return ofIntegration(
                GatewayResponseType.INTEGRATION_FAILURE,
                504,
                "Network error communicating with endpoint",
                "Execution failed due to a network error communicating with endpoint");
    }

    static GatewayResponseException timedOut() {
        return ofIntegration(
                GatewayResponseType.INTEGRATION_TIMEOUT,
                504,
                "Endpoint request timed out",
                "Execution failed due to a timeout error");
    }

    private static GatewayResponseException ofIntegration(
            GatewayResponseType type, int status, String message, String logLine) {
        return new GatewayResponseException(
                type, status, "InternalServerErrorException", message, "{\"message\": \"" + message + "\"}", logLine);
    }

    /** AWS would do it; the local AWS does not, and says so. */
    static GatewayResponseException notSupported(String what) {
        return withMessage(null, 500, "NotImplemented", "The local AWS does not support " + what + ".");
    }

    private static GatewayResponseException withMessage(
            GatewayResponseType type, int status, String errorType, String message) {
        return new GatewayResponseException(
                type, status, errorType, message, Json.write(Json.object().put("message", message)), message);
    }

    /** By which gateway responses change the answer; {@code null} if none does. */
    GatewayResponseType type() {
        return type;
    }

    int status() {
        return status;
    }

    /** For the header {@code x-amzn-ErrorType}. */
    String errorType() {
        return errorType;
    }

    /** {@code $context.error.message}; {@link #getMessage} is for logs. */
    String message() {
        return message;
    }

    byte[] body() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
