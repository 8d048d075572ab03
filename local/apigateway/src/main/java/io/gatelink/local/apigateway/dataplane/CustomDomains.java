package io.gatelink.local.apigateway.dataplane;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.BasePathMapping;
import io.gatelink.local.apigateway.DomainName;
import io.gatelink.local.core.Account;
import io.gatelink.local.http.FrontDoor;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import java.util.Optional;

/**
 * The ways into the data plane: the APIs' own endpoints, and custom domain names, whose base path mappings lead to
 * them. Called on any number of threads, never exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html">API mappings</a>
 */
public final class CustomDomains implements FrontDoor.DataPlane {

    private final Account account;
    private final ApiGateway apiGateway;
    private final ExecuteApi executeApi;

    public CustomDomains(Account account, ApiGateway apiGateway, ExecuteApi executeApi) {
        this.account = account;
        this.apiGateway = apiGateway;
        this.executeApi = executeApi;
    }

    @Override
    public Response invoke(String restApiId, String stage, String path, Request request) {
        return executeApi.invoke(restApiId, stage, path, request);
    }

    @Override
    public boolean isCustomDomain(String host) {
        return apiGateway.domainNames().serving(host).isPresent();
    }

    /**
     * Invokes the API that the mapping with the longest base path leads to; 403 {@code Forbidden} if there is none, as
     * AWS answers. What this data plane cannot serve, it refuses by name.
     *
     * @see <a href="https://github.com/Miserlou/Zappa/issues/1248">{@code Forbidden} where no mapping leads
     *         anywhere</a>
     */
    @Override
    public Response invokeCustomDomain(String host, Request request) {
        Optional<DomainName> domain = apiGateway.domainNames().serving(host);
        if (domain.isEmpty()) {
            return executeApi.refuse(GatewayResponseException.forbidden("No such domain name"));
        }
        if (!domain.get().isRegional()) {
            return executeApi.refuse(
                    GatewayResponseException.notSupported("calls through custom domain names of the type "
                            + domain.get().type() + ", such as " + domain.get().name()));
        }
        if (!domain.get().routingMode().equals("BASE_PATH_MAPPING_ONLY")) {
            return executeApi.refuse(GatewayResponseException.notSupported("calls through custom domain names in the "
                    + "routing mode " + domain.get().routingMode() + ", such as "
                    + domain.get().name()));
        }
        Optional<BasePathMapping> mapping =
                account.loop().exclusively(() -> apiGateway.basePathMappings().match(domain.get(), request.path()));
        if (mapping.isEmpty()) {
            return executeApi.refuse(GatewayResponseException.forbidden("No base path mapping for " + request.path()));
        }
        String rest = mapping.get().rest(request.path());
        var endpoint = ApiEndpoint.mapped(mapping.get());
        if (mapping.get().stage() != null) {
            return executeApi.invoke(endpoint, mapping.get().stage(), rest, request);
        }
        String stageAndPath = rest.startsWith("/") ? rest.substring(1) : rest;
        int slash = stageAndPath.indexOf('/');
        return executeApi.invoke(
                endpoint,
                slash < 0 ? stageAndPath : stageAndPath.substring(0, slash),
                slash < 0 ? "" : stageAndPath.substring(slash),
                request);
    }
}
