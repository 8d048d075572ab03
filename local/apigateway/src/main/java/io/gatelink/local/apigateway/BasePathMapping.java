package io.gatelink.local.apigateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where the requests to a custom domain name lead whose path begins with a base path.
 *
 * @param basePath {@link #NONE} for all paths that no other mapping takes
 * @param stage    {@code null} if callers name the stage behind the base path
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_BasePathMapping.html">BasePathMapping</a>
 */
public record BasePathMapping(String basePath, String restApiId, String stage) {

    /** How AWS writes an empty base path, and a stage that is left open. */
    public static final String NONE = "(none)";

    /**
     * What follows the base path in a path.
     *
     * @param path as sent; starts with a slash
     * @return empty, or with a slash at its start; {@code null} if the path does not begin with the base path
     */
    public String rest(String path) {
        if (basePath.equals(NONE)) {
            return path;
        }
        int end = 0;
        for (String segment : basePath.split("/")) {
            if (end == path.length()) {
                return null;
            }
            int slash = path.indexOf('/', end + 1);
            int next = slash < 0 ? path.length() : slash;
            if (!decoded(path.substring(end + 1, next)).equals(segment)) {
                return null;
            }
            end = next;
        }
        return path.substring(end);
    }

    private static String decoded(String segment) {
        try {
            // In a path, unlike in a form, a plus is a plus.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
