package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.RestApi.EndpointConfiguration;
import io.gatelink.local.core.Account;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the fields of a custom domain name may hold. There is no AWS Certificate Manager here: that a certificate
 * exists, and is for the domain name, is not checked.
 */
final class DomainNameRules {

    private static final int MAX_NAME = 253;
    private static final Pattern NAME =
            Pattern.compile("(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+" + "[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern OF_AWS = Pattern.compile(".*\\.amazonaws\\.com(\\.cn)?");
    private static final Pattern CERTIFICATE = Pattern.compile(
            "arn:(?<partition>[a-z0-9-]+):acm:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):certificate/[A-Za-z0-9-]+");
    private static final List<String> ROUTING_MODES =
            List.of("BASE_PATH_MAPPING_ONLY", "ROUTING_RULE_ONLY", "ROUTING_RULE_THEN_BASE_PATH_MAPPING");

    private DomainNameRules() {}

    /** The words are inferred. Upper case is refused, too: what AWS makes of it is documented nowhere. */
    static void checkName(String name) {
        if (name == null) {
            throw ApiGatewayErrors.badRequest("No domain name specified");
        }
        if (name.length() > MAX_NAME
                || !NAME.matcher(name).matches()
                || OF_AWS.matcher(name).matches()) {
            throw ApiGatewayErrors.badRequest("Invalid domain name specified: " + name
                    + ". It must be a name of your own in lower case, with two labels or more");
        }
    }

    /** An endpoint, with AWS's defaults for what is absent. */
    static EndpointConfiguration endpoint(List<String> types, String ipAddressType) {
        if (!Set.of("PRIVATE", "EDGE", "REGIONAL").containsAll(types)) {
            throw ApiGatewayErrors.validation("Value '" + types
                    + "' at 'createDomainNameInput.endpointConfiguration.types' failed to satisfy constraint: "
                    + "Member must satisfy constraint: [Member must satisfy enum value set: "
                    + "[PRIVATE, EDGE, REGIONAL]]");
        }
        if (types.size() > 1) {
            throw ApiGatewayErrors.badRequest("Cannot create a domain name with multiple Endpoint Types.");
        }
        String type = types.isEmpty() ? "EDGE" : types.get(0);
        String byDefault = type.equals("PRIVATE") ? "dualstack" : "ipv4";
        var endpoint = new EndpointConfiguration(
                type,
                ipAddressType(ipAddressType, byDefault, "createDomainNameInput.endpointConfiguration.ipAddressType"),
                List.of());
        checkEndpoint(endpoint);
        return endpoint;
    }

    /** The rule is documented; the words are inferred. */
    static void checkEndpoint(EndpointConfiguration endpoint) {
        if (endpoint.isPrivate() && !endpoint.ipAddressType().equals("dualstack")) {
            throw ApiGatewayErrors.badRequest("Only dualstack ipAddressType is supported for Private domain names.");
        }
    }

    static String ipAddressType(String value, String byDefault, String at) {
        if (value == null) {
            return byDefault;
        }
        if (!Set.of("ipv4", "dualstack").contains(value)) {
            throw ApiGatewayErrors.validation(value, at, "Member must satisfy enum value set: [ipv4, dualstack]");
        }
        return value;
    }

    static String routingMode(String value, String at) {
        if (value == null) {
            return ROUTING_MODES.get(0);
        }
        if (!ROUTING_MODES.contains(value)) {
            throw ApiGatewayErrors.validation(value, at, "Member must satisfy enum value set: " + ROUTING_MODES);
        }
        return value;
    }

    /**
     * A certificate has to be in the domain name's Region, or for edge-optimized ones in us-east-1. That it has to be
     * the account's own is documented; the words for that are inferred.
     *
     * @see <a href="https://github.com/amplify-education/serverless-domain-manager/pull/49">AWS's words for a wrong
     *     Region</a>
     */
    static void checkCertificate(String certificateArn, String type, Account account) {
        if (certificateArn == null) {
            throw ApiGatewayErrors.badRequest("A certificate was not provided for the endpoint type " + type + ".");
        }
        Matcher arn = CERTIFICATE.matcher(certificateArn);
        if (!arn.matches() || !arn.group("partition").equals(account.partition())) {
            throw ApiGatewayErrors.badRequest("Invalid certificate ARN: " + certificateArn + ".");
        }
        String region = type.equals("EDGE") ? "us-east-1" : account.region();
        if (!arn.group("region").equals(region)) {
            throw ApiGatewayErrors.badRequest(
                    "Invalid certificate ARN: " + certificateArn + ". Certificate must be in '" + region + "'.");
        }
        if (!arn.group("account").equals(account.id())) {
            throw ApiGatewayErrors.badRequest("Invalid certificate ARN: " + certificateArn
                    + ". Certificate must be in the account '" + account.id() + "'.");
        }
    }

    /**
     * @see <a href="https://github.com/anomalyco/sst/issues/4131">AWS's words</a>
     */
    static void checkNoOtherCertificate(boolean given, String type) {
        if (given) {
            String other = type.equals("REGIONAL") ? "EDGE" : "REGIONAL";
            throw ApiGatewayErrors.badRequest(
                    "Cannot import certificates for " + other + " while " + type + " is active.");
        }
    }
}
