package io.gatelink.local.apigateway;

import java.util.Map;

/**
 * What AWS allows as tags: 50 a resource, keys of 1 to 128 characters without the prefix {@code aws:}, values of at
 * most 256.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-restrictions.html">Tag
 *         restrictions</a>
 */
final class TagRules {

    private static final int MAX_TAGS = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private TagRules() {}

    static void check(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw ApiGatewayErrors.badRequest(
                    "Too many tags specified. A resource can have at most " + MAX_TAGS + " tags");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_KEY) {
                throw ApiGatewayErrors.badRequest(
                        "Invalid tag key specified. Must be between 1 and " + MAX_KEY + " characters");
            }
            if (key.regionMatches(true, 0, "aws:", 0, 4)) {
                throw ApiGatewayErrors.badRequest("Invalid tag key specified. Must not start with aws:");
            }
            if (value.length() > MAX_VALUE) {
                throw ApiGatewayErrors.badRequest(
                        "Invalid tag value specified. Must be at most " + MAX_VALUE + " characters");
            }
        });
    }
}
