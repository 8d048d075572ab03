package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.RestApi.EndpointConfiguration;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Page;
import io.gatelink.local.http.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * REST APIs. Cloning is not supported, and refused. A resource policy counts for what is deployed after it was set.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateRestApi.html">CreateRestApi</a>
 */
public final class RestApis {

    private final Account account;
    private final Settings settings;
    private final UsagePlanStore usagePlans;
    private final EventualConsistency arrivals;
    private final DomainNames domainNames;
    private final Store<RestApiState> apis = new Store<>();

    RestApis(
            Account account,
            Settings settings,
            UsagePlanStore usagePlans,
            EventualConsistency arrivals,
            DomainNames domainNames) {
        this.account = account;
        this.settings = settings;
        this.usagePlans = usagePlans;
        this.arrivals = arrivals;
        this.domainNames = domainNames;
    }

    /**
     * What CreateRestApi takes. All but the name may be {@code null} or empty.
     *
     * @param types  of the endpoint: {@code REGIONAL}, {@code EDGE} or {@code PRIVATE}
     * @param vpcEndpointIds that a private API is associated with
     * @param cloneFrom refused
     * @param policy the resource policy, as JSON
     */
    public record CreateRestApiRequest(
            String name,
            String description,
            String version,
            String cloneFrom,
            List<String> binaryMediaTypes,
            Integer minimumCompressionSize,
            String apiKeySource,
            List<String> types,
            String ipAddressType,
            List<String> vpcEndpointIds,
            String policy,
            Map<String, String> tags,
            boolean disableExecuteApiEndpoint,
            String securityPolicy,
            String endpointAccessMode) {}

    /** Makes an API with its root resource. */
    public RestApi createRestApi(CreateRestApiRequest request) {
        EndpointConfiguration endpoint = endpoint(request);
        if ("".equals(request.description())) {
            throw ApiGatewayErrors.badRequest("Description cannot be an empty string");
        }
        RestApiRules.checkEndpoint(endpoint);
        RestApiRules.checkName(request.name());
        if (request.cloneFrom() != null) {
            throw Protocol.notImplemented("apigateway", "CreateRestApi with cloneFrom");
        }
        TagRules.check(request.tags());
        if (apis.size() >= settings.restApiLimit()) {
            throw ApiGatewayErrors.limitExceeded(
                    "Maximum number of APIs for this account has been reached. Please contact AWS "
                            + "if you need additional APIs.");
        }
        var draft = new RestApi.Draft();
        draft.id = account.newId(10);
        draft.name = request.name();
        draft.description = request.description();
        draft.createdDate = account.loop().instant().truncatedTo(ChronoUnit.SECONDS);
        draft.version = request.version();
        draft.binaryMediaTypes.addAll(request.binaryMediaTypes());
        draft.minimumCompressionSize = RestApiRules.compressionSize(request.minimumCompressionSize());
        draft.apiKeySource = RestApiRules.apiKeySource(request.apiKeySource(), "createRestApiInput.apiKeySource");
        draft.endpointConfiguration = endpoint;
        draft.tags = request.tags();
        draft.disableExecuteApiEndpoint = request.disableExecuteApiEndpoint();
        draft.rootResourceId = account.newId(10);
        draft.securityPolicy =
                RestApiRules.securityPolicy(request.securityPolicy(), "createRestApiInput.securityPolicy");
        draft.endpointAccessMode =
                RestApiRules.endpointAccessMode(request.endpointAccessMode(), "createRestApiInput.endpointAccessMode");
        if (request.policy() != null) {
            draft.policy = ResourcePolicy.parse(request.policy(), executeArn(draft.id));
        }
        var state = new RestApiState(draft.build(), account.loop().instant(), arrivals);
        state.put(new Resource(draft.rootResourceId, null, null, "/", Map.of()));
        apis.put(draft.id, state);
        arrivals.made("/restapis/" + draft.id);
        return state.api;
    }

    public RestApi getRestApi(String restApiId) {
        return state(restApiId).api;
    }

    public Page<RestApi> getRestApis(String position, Integer limit) {
        Instant latest = account.loop().instant().minus(settings.listingLag().get());
        Page<RestApiState> page = apis.page(position, limit, state -> !state.made.isAfter(latest));
        return page.map(state -> state.api);
    }

    /**
     * Changes an API; {@code restApiId}'s deployments and stages stay as they are. If its security policy, access mode
     * or endpoint changes, it is UPDATING for {@link Settings#restApiUpdateDelay}, serves meanwhile, and must not be
     * changed, deployed or deleted. Documented are the status and the error; that deployments and deletions meet it,
     * too, is inferred.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-update.html">How
     *      to change a security policy</a>
     */
    public RestApi updateRestApi(String restApiId, List<PatchOperation> patch) {
        RestApiState state = state(restApiId);
        state.requireNoUpdate();
        RestApi.Draft draft = state.api.edit();
        patch.forEach(operation -> RestApiPatch.apply(operation, draft, executeArn(restApiId)));
        RestApiRules.checkEndpoint(draft.endpointConfiguration);
        draft.updating = !settings.restApiUpdateDelay().isZero() && changesEndpoint(state.api, draft);
        state.api = draft.build();
        if (draft.updating) {
            account.loop().schedule(updateDelay(account, settings), () -> {
                RestApi.Draft updated = state.api.edit();
                updated.updating = false;
                state.api = updated.build();
            });
        }
        return state.api;
    }

    private static boolean changesEndpoint(RestApi api, RestApi.Draft draft) {
        return !Objects.equals(api.securityPolicy(), draft.securityPolicy)
                || !Objects.equals(api.endpointAccessMode(), draft.endpointAccessMode)
                || !api.endpointConfiguration().equals(draft.endpointConfiguration);
    }

    /** How long a change of an endpoint takes. */
    static Duration updateDelay(Account account, Settings settings) {
        long most = settings.restApiUpdateDelay().toMillis();
        long least = most / 15;
        return Duration.ofMillis(least + (long) (account.random().nextDouble() * (most - least)));
    }

    /**
     * Deletes an API with all that belongs to it, stages included.
     *
     * @throws io.gatelink.local.core.AwsException BadRequestException if a custom domain name leads to it; in AWS's
     *                                        words
     * @see <a href="https://github.com/glomex/gcdt/issues/373">A refusal as AWS gave it</a>
     */
    public void deleteRestApi(String restApiId) {
        state(restApiId).requireNoUpdate();
        List<String> domains = domainNames.leadingTo(restApiId, null);
        if (!domains.isEmpty()) {
            throw ApiGatewayErrors.badRequest("Deleting RestApi " + restApiId
                    + " failed. Please remove all base path mappings related to the RestApi in your domains: "
                    + String.join(", ", domains));
        }
        apis.remove(restApiId);
        usagePlans.forgetApi(restApiId);
    }

    RestApiState state(String restApiId) {
        return showing(restApiId).orElseThrow(() -> ApiGatewayErrors.noRestApi(account.id(), restApiId));
    }

    /** For what lies below resources: there AWS blames the resource when the API does not exist. */
    RestApiState stateOfResource(String restApiId) {
        return showing(restApiId).orElseThrow(ApiGatewayErrors::noResource);
    }

    private Optional<RestApiState> showing(String restApiId) {
        return apis.find(restApiId).filter(state -> arrivals.shows("/restapis/" + restApiId));
    }

    /** @return {@code null} if there is none */
    RestApiState find(String restApiId) {
        return apis.find(restApiId).orElse(null);
    }

    Iterable<RestApiState> all() {
        return apis.all();
    }

    void setTags(String restApiId, Map<String, String> tags) {
        RestApiState state = state(restApiId);
        RestApi.Draft draft = state.api.edit();
        draft.tags = tags;
        state.api = draft.build();
    }

    private String executeArn(String restApiId) {
        return account.arn("execute-api", restApiId);
    }

    private static EndpointConfiguration endpoint(CreateRestApiRequest request) {
        var failures = new ArrayList<String>();
        if (!Set.of("PRIVATE", "EDGE", "REGIONAL").containsAll(request.types())) {
            failures.add("Value '" + request.types() + "' at 'createRestApiInput.endpointConfiguration.types' failed "
                    + "to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: "
                    + "[PRIVATE, EDGE, REGIONAL]]");
        }
        boolean isPrivate = request.types().contains("PRIVATE");
        String ipAddressType =
                request.ipAddressType() != null ? request.ipAddressType() : isPrivate ? "dualstack" : "ipv4";
        if (!Set.of("ipv4", "dualstack").contains(ipAddressType)) {
            failures.add("Value '" + ipAddressType + "' at 'createRestApiInput.endpointConfiguration.ipAddressType' "
                    + "failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]");
        }
        if (!failures.isEmpty()) {
            throw ApiGatewayErrors.validation(failures.toArray(String[]::new));
        }
        if (request.types().size() > 1) {
            throw ApiGatewayErrors.badRequest("Cannot create an api with multiple Endpoint Types.");
        }
        return new EndpointConfiguration(
                request.types().isEmpty() ? "EDGE" : request.types().get(0), ipAddressType, request.vpcEndpointIds());
    }
}
