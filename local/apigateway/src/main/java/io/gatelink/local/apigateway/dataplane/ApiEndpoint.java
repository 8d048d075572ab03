package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.BasePathMapping;
import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a request comes to an API: over the internet, maybe through a custom domain name, or through a VPC endpoint.
 * There are no VPC endpoints here: a request comes through the one that its address names, {@code
 * <apiId>-<vpcEndpointId>}, or else its header {@value #VPC_ENDPOINT}.
 *
 * @param vpcEndpointId the endpoint, if there is one
 * @param byName        whether the address names it: API Gateway has such names for private APIs and the endpoints that
 *                      they are associated with
 * @param basePath      the base path of the custom domain name's mapping that leads to the API; {@code null} if the
 *                      request comes to the API's own endpoint
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html">
 *      Invoke a private API</a>
 */
record ApiEndpoint(String restApiId, Optional<String> vpcEndpointId, boolean byName, String basePath) {

    /** The header that stands for a VPC endpoint with private DNS. */
    static final String VPC_ENDPOINT = "x-local-source-vpce";

    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9]+)-(vpce-[0-9a-f]+)");

    /** @param name the API's, as the request's address has it */
    static ApiEndpoint of(String name, Request request) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                ? new ApiEndpoint(parts.group(1), Optional.of(parts.group(2)), true, null)
                : new ApiEndpoint(name, request.header(VPC_ENDPOINT), false, null);
    }

    /** Through a public custom domain name. */
    static ApiEndpoint mapped(BasePathMapping mapping) {
        return new ApiEndpoint(mapping.restApiId(), Optional.empty(), false, mapping.basePath());
    }

    /** The stage that is served to those who come this way; {@code null} if there is none. */
    LiveStage stage(LiveStage.Directory directory, String stageName) {
        return basePath == null ? directory.stage(restApiId, stageName) : directory.mappedStage(restApiId, stageName);
    }

    /**
     * Lets in those who come by a way that there is. What AWS answers to others is inferred from its troubleshooting
     * guides.
     *
     * @param privateTo the endpoints that the API is associated with, or nothing if it is not private
     * @return the endpoint as policies see it: API Gateway sets {@code aws:SourceVpce} for private APIs only
     */
    Optional<String> open(Optional<List<String>> privateTo) throws GatewayResponseException {
        if (privateTo.isEmpty()) {
            if (byName) {
                throw GatewayResponseException.forbidden(
                        "The API is not private, and so has no name of a VPC endpoint");
            }
            return Optional.empty();
        }
        if (vpcEndpointId.isEmpty()) {
            throw GatewayResponseException.forbidden(
                    "The API is private, and the request comes through no VPC endpoint");
        }
        if (byName && !privateTo.get().contains(vpcEndpointId.get())) {
            throw GatewayResponseException.forbidden(
                    "The API is not associated with VPC endpoint " + vpcEndpointId.get());
        }
        return vpcEndpointId;
    }
}
