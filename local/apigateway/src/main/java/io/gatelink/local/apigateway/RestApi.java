package io.gatelink.local.apigateway;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A REST API. Fields are those of API Gateway's RestApi, {@code null} where absent.
 *
 * @param minimumCompressionSize in bytes, 0 to 10485760
 * @param apiKeySource           {@code HEADER} or {@code AUTHORIZER}
 * @param updating               whether a change of its endpoint is under way
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html">RestApi</a>
 */
public record RestApi(
        String id,
        String name,
        String description,
        Instant createdDate,
        String version,
        List<String> binaryMediaTypes,
        Integer minimumCompressionSize,
        String apiKeySource,
        EndpointConfiguration endpointConfiguration,
        Map<String, String> tags,
        boolean disableExecuteApiEndpoint,
        String rootResourceId,
        String securityPolicy,
        String endpointAccessMode,
        ResourcePolicy policy,
        boolean updating) {

    /**
     * @param type           {@code EDGE}, {@code REGIONAL} or {@code PRIVATE}
     * @param ipAddressType  {@code ipv4} or {@code dualstack}
     * @param vpcEndpointIds those that a private API is associated with
     */
    public record EndpointConfiguration(String type, String ipAddressType, List<String> vpcEndpointIds) {

        public EndpointConfiguration {
            vpcEndpointIds = List.copyOf(vpcEndpointIds);
        }

        boolean isPrivate() {
            return type.equals("PRIVATE");
        }
    }

    public RestApi {
        binaryMediaTypes = List.copyOf(binaryMediaTypes);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    Draft edit() {
        return new Draft(this);
    }

    /** A REST API that is being made or changed. */
    static final class Draft {

        String id;
        String name;
        String description;
        Instant createdDate;
        String version;
        final Set<String> binaryMediaTypes = new LinkedHashSet<>();
        Integer minimumCompressionSize;
        String apiKeySource = "HEADER";
        EndpointConfiguration endpointConfiguration = new EndpointConfiguration("EDGE", "ipv4", List.of());
        Map<String, String> tags = Map.of();
        boolean disableExecuteApiEndpoint;
        String rootResourceId;
        String securityPolicy;
        String endpointAccessMode;
        ResourcePolicy policy;
        boolean updating;

        Draft() {}

        private Draft(RestApi api) {
            id = api.id;
            name = api.name;
            description = api.description;
            createdDate = api.createdDate;
            version = api.version;
            binaryMediaTypes.addAll(api.binaryMediaTypes);
            minimumCompressionSize = api.minimumCompressionSize;
            apiKeySource = api.apiKeySource;
            endpointConfiguration = api.endpointConfiguration;
            tags = api.tags;
            disableExecuteApiEndpoint = api.disableExecuteApiEndpoint;
            rootResourceId = api.rootResourceId;
            securityPolicy = api.securityPolicy;
            endpointAccessMode = api.endpointAccessMode;
            policy = api.policy;
            updating = api.updating;
        }

        RestApi build() {
            return new RestApi(
                    id,
                    name,
                    description,
                    createdDate,
                    version,
                    List.copyOf(binaryMediaTypes),
                    minimumCompressionSize,
                    apiKeySource,
                    endpointConfiguration,
                    tags,
                    disableExecuteApiEndpoint,
                    rootResourceId,
                    securityPolicy,
                    endpointAccessMode,
                    policy,
                    updating);
        }
    }
}
