package io.gatelink.local.apigateway.dataplane;

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

    private final int status;
    private final String errorType;
    private final String body;

    private GatewayResponseException(int status, String errorType, String body, String logLine) {
        super(logLine, null, false, false);
        this.status = status;
        this.errorType = errorType;
        this.body = body;
    }

    /** No such API, no such stage, or no valid API key. */
    static GatewayResponseException forbidden(String logLine) {
        return new GatewayResponseException(403, "ForbiddenException", "{\"message\":\"Forbidden\"}", logLine);
    }

    /** No such resource or method, or no signature where one is needed. */
    static GatewayResponseException missingAuthenticationToken(String logLine) {
        return new GatewayResponseException(
                403, "MissingAuthenticationTokenException", "{\"message\":\"Missing Authentication Token\"}", logLine);
    }

    /** A signature that is not one. */
    static GatewayResponseException incompleteSignature(String message) {
        return withMessage(403, "IncompleteSignatureException", message);
    }

    /** A signature that is wrong, or too old. */
    static GatewayResponseException invalidSignature(String message) {
        return withMessage(403, "InvalidSignatureException", message);
    }

    /** The caller's policies, or the API's, do not let him. */
    static GatewayResponseException accessDenied(String message) {
        return new GatewayResponseException(
                403, "AccessDeniedException", Json.write(Json.object().put("Message", message)), message);
    }

    static GatewayResponseException requestTooLong() {
        return new GatewayResponseException(
                413,
                "RequestTooLargeException",
                "{\"message\":\"Request Too Long\"}",
                "Execution failed due to configuration error: the request is too large");
    }

    /** More than the quota on request line and header values together. The status is AWS's; the words are HTTP's. */
    static GatewayResponseException headersTooLarge() {
        return withMessage(431, "RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large");
    }

    /** Over the rate of a stage or a usage plan. */
    static GatewayResponseException tooManyRequests() {
        return withMessage(429, "TooManyRequestsException", "Too Many Requests");
    }

    /** Over the quota of a usage plan. */
    static GatewayResponseException limitExceeded() {
        return withMessage(429, "LimitExceededException", "Limit Exceeded");
    }

    static GatewayResponseException badRequest(String message) {
        return withMessage(400, "BadRequestException", message);
    }

    static GatewayResponseException unsupportedMediaType(String contentType) {
        return new GatewayResponseException(
                415,
                "BadRequestException",
                "{\"message\": \"Unsupported Media Type\"}",
                "Execution failed: no mapping template for content type " + contentType);
    }

    /** A body in a coding that is not supported, or that is not in the coding that its header names. */
    static GatewayResponseException undecodable(String contentEncoding) {
        return new GatewayResponseException(
                415,
                "UnsupportedMediaTypeException",
                "{\"message\": \"Unsupported Media Type\"}",
                "Execution failed: the body cannot be decoded as " + contentEncoding);
    }

    /** The integration is set up so that it cannot work. */
    static GatewayResponseException configurationError(String reason) {
        return internalServerError("Execution failed due to configuration error: " + reason);
    }

    /** The integration, or the way to it, failed. */
    static GatewayResponseException internalServerError(String logLine) {
        return new GatewayResponseException(
                500, "InternalServerErrorException", "{\"message\": \"Internal server error\"}", logLine);
    }

    /** Nothing answers behind the VPC link: AWS counts that as a configuration error. */
    static GatewayResponseException unreachable() {
        return configurationError("There was an internal error while executing your request");
    }

    /** The backend took the connection, but gave no answer that is one. */
    static GatewayResponseException networkError() {
        return new GatewayResponseException(
                504,
                "InternalServerErrorException",
                "{\"message\": \"Network error communicating with endpoint\"}",
                "Execution failed due to a network error communicating with endpoint");
    }

    static GatewayResponseException timedOut() {
        return new GatewayResponseException(
                504,
                "InternalServerErrorException",
                "{\"message\": \"Endpoint request timed out\"}",
                "Execution failed due to a timeout error");
    }

    /** AWS would do it; the local AWS does not, and says so. */
    static GatewayResponseException notSupported(String what) {
        return withMessage(500, "NotImplemented", "The local AWS does not support " + what + ".");
    }

    private static GatewayResponseException withMessage(int status, String errorType, String message) {
        return new GatewayResponseException(
                status, errorType, Json.write(Json.object().put("message", message)), message);
    }

    int status() {
        return status;
    }

    /** For the header {@code x-amzn-ErrorType}. */
    String errorType() {
        return errorType;
    }

    byte[] body() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
