package io.gatelink.local.apigateway;

import io.gatelink.local.core.AwsException;

/**
 * API Gateway's exceptions, by their names.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html">Common errors</a>
 */
public final class ApiGatewayErrors {

    private ApiGatewayErrors() {}

    /** The submitted request is not valid. */
    public static AwsException badRequest(String message) {
        return new AwsException("BadRequestException", 400, message);
    }

    /** The requested resource is not found. */
    public static AwsException notFound(String message) {
        return new AwsException("NotFoundException", 404, message);
    }

    /** The request configuration has conflicts. */
    public static AwsException conflict(String message) {
        return new AwsException("ConflictException", 409, message);
    }

    /** The request exceeds a quota; trying again does not help. */
    public static AwsException limitExceeded(String message) {
        return new AwsException("LimitExceededException", 429, message);
    }

    /** The request comes too soon after others; trying again later helps. */
    static AwsException tooManyRequests() {
        return new AwsException("TooManyRequestsException", 429, "Too Many Requests");
    }

    /** A value that AWS's model of the API does not allow. {@code at} is the member's path within the request. */
    public static AwsException validation(String value, String at, String constraint) {
        return validation("Value " + (value == null ? "null" : "'" + value + "'") + " at '" + at
                + "' failed to satisfy constraint: " + constraint);
    }

    /** One or more values that AWS's model of the API does not allow. */
    public static AwsException validation(String... failures) {
        return new AwsException(
                "ValidationException",
                400,
                failures.length + " validation error" + (failures.length == 1 ? "" : "s") + " detected: "
                        + String.join("; ", failures));
    }

    /** An API's endpoint is being changed. */
    static AwsException updateInProgress() {
        return badRequest("There is already an update in progress. Please wait until the current update finishes "
                + "before "
                + "making another request.");
    }

    static AwsException noRestApi(String accountId, String restApiId) {
        return notFound("Invalid API identifier specified " + accountId + ":" + restApiId);
    }

    static AwsException noResource() {
        return notFound("Invalid Resource identifier specified");
    }

    static AwsException noMethod() {
        return notFound("Invalid Method identifier specified");
    }

    static AwsException noIntegration() {
        return notFound("Invalid Integration identifier specified");
    }

    static AwsException noApiKey() {
        return notFound("Invalid API Key identifier specified");
    }

    static AwsException noResponse() {
        return notFound("Invalid Response status code specified");
    }

    static AwsException noParameter() {
        return notFound("Invalid parameter name specified");
    }

    static AwsException noContentType() {
        return notFound("Content-Type specified was not found");
    }

    static AwsException patchPath(String path) {
        return badRequest("Invalid patch path " + path);
    }

    static AwsException mapping(String expression) {
        return badRequest("Invalid mapping expression specified: Validation Result: warnings : [], errors : "
                + "[Invalid mapping expression specified: " + expression + "]");
    }

    static AwsException mappingParameter(String parameter) {
        return badRequest("Invalid mapping expression specified: Validation Result: warnings : [], errors : "
                + "[Invalid mapping expression parameter specified: " + parameter + "]");
    }
}
