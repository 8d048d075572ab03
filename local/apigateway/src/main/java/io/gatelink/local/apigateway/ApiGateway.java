package io.gatelink.local.apigateway;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The control plane of the local API Gateway (REST APIs, VPC links V1 and V2): its services, each for one kind of
 * resource, with methods named like AWS's operations. Used exclusively. All state is in memory.
 */
public final class ApiGateway implements LiveStage.Directory {

    private static final String STAGE_VARIABLE_PREFIX = "${stageVariables.";

    private final VpcLinks vpcLinks;
    private final VpcLinksV2 vpcLinksV2;
    private final RestApis restApis;
    private final Resources resources;
    private final Authorizers authorizers;
    private final Methods methods;
    private final Integrations integrations;
    private final GatewayResponses gatewayResponses;
    private final Deployments deployments;
    private final Stages stages;
    private final ApiKeys apiKeys;
    private final UsagePlans usagePlans;
    private final DomainNames domainNames;
    private final BasePathMappings basePathMappings;
    private final Throttles throttles;
    private final Tags tags;
    private final AccountSettings account = new AccountSettings();

    /**
     * @param templates refuses, with an {@link IllegalArgumentException}, the mapping templates that the data plane
     *                  can't render; its message is shown to the caller who put the template
     */
    public ApiGateway(
            Account account,
            Settings settings,
            LoadBalancerDirectory loadBalancers,
            NetworkDirectory networks,
            Consumer<String> templates) {
        var usagePlanStore = new UsagePlanStore();
        var arrivals = new EventualConsistency(account.loop(), settings.creationLag());
        domainNames = new DomainNames(account, settings);
        restApis = new RestApis(account, settings, usagePlanStore, arrivals, domainNames);
        basePathMappings = new BasePathMappings(domainNames, restApis, arrivals);
        vpcLinks = new VpcLinks(account, settings, loadBalancers, this::references, arrivals);
        vpcLinksV2 = new VpcLinksV2(
                account, settings, new VpcLinkNetwork(account, networks), this.account, this::referencesV2, arrivals);
        resources = new Resources(account, restApis);
        authorizers = new Authorizers(account, restApis);
        methods = new Methods(restApis);
        integrations = new Integrations(
                restApis,
                new IntegrationRules(templates, settings.integrationTimeoutQuota()),
                new IntegrationTargetRules(account, vpcLinks, vpcLinksV2, loadBalancers));
        gatewayResponses = new GatewayResponses(restApis);
        stages = new Stages(account, restApis, this.account, usagePlanStore, domainNames);
        deployments = new Deployments(account, restApis, this::canBeDeployed, stages);
        apiKeys = new ApiKeys(account, usagePlanStore);
        usagePlans = new UsagePlans(account, restApis, apiKeys, usagePlanStore);
        throttles = new Throttles(account, restApis, usagePlanStore, apiKeys);
        tags = new Tags(account, vpcLinks, restApis, stages, apiKeys, usagePlans, domainNames);
    }

    public VpcLinks vpcLinks() {
        return vpcLinks;
    }

    public VpcLinksV2 vpcLinksV2() {
        return vpcLinksV2;
    }

    public RestApis restApis() {
        return restApis;
    }

    public Resources resources() {
        return resources;
    }

    public Authorizers authorizers() {
        return authorizers;
    }

    public Methods methods() {
        return methods;
    }

    public Integrations integrations() {
        return integrations;
    }

    public GatewayResponses gatewayResponses() {
        return gatewayResponses;
    }

    public Deployments deployments() {
        return deployments;
    }

    public Stages stages() {
        return stages;
    }

    public ApiKeys apiKeys() {
        return apiKeys;
    }

    public UsagePlans usagePlans() {
        return usagePlans;
    }

    public DomainNames domainNames() {
        return domainNames;
    }

    public BasePathMappings basePathMappings() {
        return basePathMappings;
    }

    public Tags tags() {
        return tags;
    }

    /** The tags of what has this ARN, if there is such a thing; those of links V2 included. */
    public Optional<Map<String, String>> tagsOf(String resourceArn) {
        return tagsOf(tags::getTags, resourceArn).or(() -> tagsOf(vpcLinksV2::getTags, resourceArn));
    }

    private static Optional<Map<String, String>> tagsOf(
            Function<String, Map<String, String>> tags, String resourceArn) {
        try {
            return Optional.of(tags.apply(resourceArn));
        } catch (AwsException e) {
            return Optional.empty();
        }
    }

    public AccountSettings account() {
        return account;
    }

    @Override
    public LiveStage stage(String restApiId, String stageName) {
        return hasApi(restApiId) ? restApis.find(restApiId).liveStages.get(stageName) : null;
    }

    @Override
    public LiveStage mappedStage(String restApiId, String stageName) {
        RestApiState api = restApis.find(restApiId);
        return api == null ? null : api.liveStages.get(stageName);
    }

    /** Whether there is an API that answers at its own endpoint. */
    @Override
    public boolean hasApi(String restApiId) {
        RestApiState api = restApis.find(restApiId);
        return api != null && !api.api.disableExecuteApiEndpoint();
    }

    @Override
    public Optional<List<String>> privateTo(String restApiId) {
        return Optional.ofNullable(restApis.find(restApiId))
                .map(state -> state.api.endpointConfiguration())
                .filter(RestApi.EndpointConfiguration::isPrivate)
                .map(RestApi.EndpointConfiguration::vpcEndpointIds);
    }

    @Override
    public boolean keyFromAuthorizer(String restApiId) {
        return Optional.ofNullable(restApis.find(restApiId))
                .map(state -> state.api.apiKeySource())
                .filter("AUTHORIZER"::equals)
                .isPresent();
    }

    @Override
    public Duration streamIdleTimeout(String restApiId) {
        RestApiState api = restApis.find(restApiId);
        boolean edge = api != null && api.api.endpointConfiguration().type().equals("EDGE");
        return edge ? Duration.ofSeconds(30) : Duration.ofMinutes(5);
    }

    @Override
    public LiveStage.Link link(String vpcLinkId) {
        return vpcLinks.find(vpcLinkId)
                .map(link -> new LiveStage.Link(
                        link.id(), link.status().name(), link.targetArns().get(0)))
                .or(() -> vpcLinksV2
                        .find(vpcLinkId)
                        .map(link -> new LiveStage.Link(
                                link.id(),
                                link.status().name(),
                                null,
                                new LiveStage.Network(link.vpcId(), link.subnetIds(), link.securityGroupIds()))))
                .orElse(null);
    }

    @Override
    public void carry(String vpcLinkId) {
        vpcLinksV2.carry(vpcLinkId);
    }

    @Override
    public Collection<String> apiKeys(String restApiId, String stageName) {
        return usagePlans.valuesFor(restApiId, stageName);
    }

    @Override
    public LiveStage.Admission admit(MethodOfStage method, Optional<String> apiKey) {
        return throttles.admit(method, apiKey);
    }

    /** AWS fails to deploy what uses a link that is being deleted. */
    private boolean canBeDeployed(String vpcLinkId) {
        LiveStage.Link link = link(vpcLinkId);
        return link != null && !link.status().equals("DELETING");
    }

    private List<String> references(String vpcLinkId) {
        return references(
                vpcLinkId,
                (stage, resource, httpMethod) ->
                        stage.restApiId() + ":" + httpMethod + ":" + resource.id() + ":" + stage.stageName());
    }

    private List<String> referencesV2(String vpcLinkId) {
        return references(vpcLinkId, (stage, resource, httpMethod) -> httpMethod + ":" + stage.restApiId());
    }

    /** A use of a link, as one of its versions shows it. */
    private interface Reference {

        String of(LiveStage stage, Resource resource, String httpMethod);
    }

    private List<String> references(String vpcLinkId, Reference reference) {
        var references = new LinkedHashSet<String>();
        for (RestApiState api : restApis.all()) {
            for (LiveStage stage : api.liveStages.values()) {
                for (Resource resource : stage.resources()) {
                    new TreeMap<>(resource.methods()).forEach((httpMethod, method) -> {
                        if (vpcLinkId.equals(linkOf(method.methodIntegration(), stage))) {
                            references.add(reference.of(stage, resource, httpMethod));
                        }
                    });
                }
            }
        }
        return List.copyOf(references);
    }

    /** @return {@code null} if the integration uses no link, or a stage variable that is not set */
    private static String linkOf(Integration integration, LiveStage stage) {
        String connectionId = integration.connectionId();
        if (!"VPC_LINK".equals(integration.connectionType()) || connectionId == null) {
            return null;
        }
        return connectionId.startsWith(STAGE_VARIABLE_PREFIX)
                ? stage.variables()
                        .get(connectionId.substring(STAGE_VARIABLE_PREFIX.length(), connectionId.length() - 1))
                : connectionId;
    }
}
