package io.gatelink.local.apigateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A snapshot of an API: what its stages serve.
 *
 * @param description {@code null} if absent
 * @param policy      the API's policy; {@code null} if absent
 * @param binaryMediaTypes the API's
 * @param minimumCompressionSize the API's; {@code null} if absent
 * @param gatewayResponses those that were set
 * @param authorizers the API's
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_Deployment.html">Deployment</a>
 */
public record Deployment(
        String id,
        String description,
        Instant createdDate,
        List<Resource> resources,
        ResourcePolicy policy,
        List<String> binaryMediaTypes,
        Integer minimumCompressionSize,
        Map<GatewayResponseType, GatewayResponse> gatewayResponses,
        List<Authorizer> authorizers) {

    public Deployment {
        resources = List.copyOf(resources);
        binaryMediaTypes = List.copyOf(binaryMediaTypes);
        gatewayResponses = Map.copyOf(gatewayResponses);
        authorizers = List.copyOf(authorizers);
    }
}
