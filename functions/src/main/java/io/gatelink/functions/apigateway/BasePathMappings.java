package io.gatelink.functions.apigateway;

import io.gatelink.functions.wanted.BasePath;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.GetBasePathMappingResponse;
import software.amazon.awssdk.services.apigateway.model.GetDomainNameResponse;

/**
 * The paths of custom domains, and the stages that they lead to.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html">API mappings</a>
 */
public record BasePathMappings(ApiGatewayClient client) {

    /** A path, and the API that it leads to. */
    public record Mapping(BasePath basePath, String restApiId) {}

    /** The custom domain of this name, or nothing if there is none in this Region. */
    public Optional<GetDomainNameResponse> domain(String name) {
        return ApiGateway.ifThere(() -> client.getDomainName(request -> request.domainName(name)));
    }

    /** Where a path leads, or nothing if nowhere. */
    public Optional<GetBasePathMappingResponse> find(BasePath path) {
        return ApiGateway.ifThere(() -> client.getBasePathMapping(
                request -> request.domainName(path.domainName()).basePath(path.segment())));
    }

    /** Makes a path lead to a stage; returns whether it did. It does not if the path leads somewhere already. */
    public boolean create(BasePath path, String restApi, String stage) {
        try {
            client.createBasePathMapping(request -> request.domainName(path.domainName())
                    .basePath(path.segment())
                    .restApiId(restApi)
                    .stage(stage));
            return true;
        } catch (ConflictException e) {
            return false;
        }
    }

    /** Makes a path that leads somewhere lead to a stage. */
    public void update(BasePath path, String restApi, String stage) {
        client.updateBasePathMapping(request -> request.domainName(path.domainName())
                .basePath(path.segment())
                .patchOperations(ApiGateway.replace("/restapiId", restApi), ApiGateway.replace("/stage", stage)));
    }

    /** The paths of a domain; none if there is no such domain. */
    public List<Mapping> of(String domainName) {
        var mappings = client.getBasePathMappingsPaginator(
                page -> page.domainName(domainName).limit(ApiGateway.PAGE));
        return ApiGateway.ifThere(() -> mappings.items().stream()
                        .map(mapping -> new Mapping(new BasePath(domainName, mapping.basePath()), mapping.restApiId()))
                        .toList())
                .orElse(List.of());
    }
}
