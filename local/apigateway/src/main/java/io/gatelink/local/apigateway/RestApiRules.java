package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.RestApi.EndpointConfiguration;
import java.util.Set;
import java.util.regex.Pattern;

/** What the fields of a REST API may hold. */
final class RestApiRules {

    private static final int MAX_NAME = 1024;
    private static final int MAX_COMPRESSION_SIZE = 10_485_760;
    private static final Pattern SECURITY_POLICY = Pattern.compile("TLS_1_[02]|SecurityPolicy_TLS1[23]_\\w{1,40}");

    private static final Pattern VPC_ENDPOINT = Pattern.compile("vpce-[0-9a-f]{8,17}");

    private RestApiRules() {}

    static void checkName(String name) {
        if (name == null || name.isBlank()) {
            throw ApiGatewayErrors.badRequest("Name cannot be empty");
        }
        if (name.length() > MAX_NAME) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid API name specified. Must be at most " + MAX_NAME + " characters");
        }
    }

    /**
     * What a private API needs, and what only it can have. The rules are documented; the words are inferred.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html">Private
     *      REST APIs</a>
     */
    static void checkEndpoint(EndpointConfiguration endpoint) {
        if (!endpoint.isPrivate() && !endpoint.vpcEndpointIds().isEmpty()) {
            throw ApiGatewayErrors.badRequest("VPCEndpoints can only be specified with PRIVATE apis.");
        }
        if (endpoint.isPrivate() && !endpoint.ipAddressType().equals("dualstack")) {
            throw ApiGatewayErrors.badRequest("Only dualstack ipAddressType is supported for Private APIs.");
        }
        for (String id : endpoint.vpcEndpointIds()) {
            if (!VPC_ENDPOINT.matcher(id).matches()) {
                throw ApiGatewayErrors.badRequest("Invalid VPCEndpoint ID: " + id);
            }
        }
    }

    static String apiKeySource(String value, String at) {
        String source = value == null ? "HEADER" : value;
        if (!Set.of("HEADER", "AUTHORIZER").contains(source)) {
            throw ApiGatewayErrors.validation(source, at, "Member must satisfy enum value set: [HEADER, AUTHORIZER]");
        }
        return source;
    }

    static Integer compressionSize(String value) {
        if (value == null) {
            return null;
        }
        try {
            return compressionSize(Integer.valueOf(value));
        } catch (NumberFormatException e) {
            return compressionSize(-1);
        }
    }

    static Integer compressionSize(Integer value) {
        if (value != null && (value < 0 || value > MAX_COMPRESSION_SIZE)) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid minimum compression size, must be between 0 and " + MAX_COMPRESSION_SIZE);
        }
        return value;
    }

    static String securityPolicy(String value, String at) {
        if (value != null && !SECURITY_POLICY.matcher(value).matches()) {
            throw ApiGatewayErrors.validation(
                    value, at, "Member must satisfy regular expression pattern: " + SECURITY_POLICY.pattern());
        }
        return value;
    }

    static String endpointAccessMode(String value, String at) {
        if (value != null && !Set.of("BASIC", "STRICT").contains(value)) {
            throw ApiGatewayErrors.validation(value, at, "Member must satisfy enum value set: [BASIC, STRICT]");
        }
        return value;
    }
}
