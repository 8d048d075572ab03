package io.gatelink.local.apigateway;

import java.util.regex.Pattern;

/** Status codes in requests: three digits, 100 to 599. */
final class StatusCodes {

    private static final Pattern PATTERN = Pattern.compile("[1-5]\\d\\d");

    private StatusCodes() {}

    static void check(String statusCode) {
        if (!PATTERN.matcher(statusCode).matches()) {
            throw ApiGatewayErrors.validation(
                    statusCode, "statusCode", "Member must satisfy regular expression pattern: " + PATTERN.pattern());
        }
    }
}
