package io.gatelink.functions.apigateway;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.VpcLinkDeletingException;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.wanted.BasePath;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiGatewayResponse;
import software.amazon.awssdk.services.apigateway.model.ApiStatus;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.GetVpcLinkResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.VpcLinkStatus;

/**
 * What API Gateway has of ours. Tags tell what that is: nothing else is ever changed or deleted.
 *
 * @param owner      the value of the tag {@link #OWNER}, the stack's name
 * @param domainName the stack's custom domain, or an empty string
 */
public record ApiGateway(ApiGatewayClient client, String owner, String domainName) {

    /** The key of the tag with the stack that made a resource. */
    public static final String OWNER = "gatelink:owner";
    /** The key of the tag with the ARN of the load balancer that a resource is for. */
    public static final String LOAD_BALANCER = "gatelink:load-balancer";
    /**
     * The variable of our stages with the id of the VPC link that their requests go through. Integrations through links
     * of version 2 name the link themselves; there it only tells.
     */
    public static final String VPC_LINK_ID = "vpcLinkId";
    /** How an integration refers to {@link #VPC_LINK_ID}; API Gateway resolves it at each request. */
    public static final String VPC_LINK_ID_REFERENCE = "${stageVariables." + VPC_LINK_ID + "}";
    /** API Gateway's largest page. */
    static final int PAGE = 500;

    /** That of a handler's account and Region, and of the stack that its environment names. */
    public static ApiGateway of(AwsClients clients) {
        return of(clients, AwsClients.CALL_TIMEOUT);
    }

    /** The same, for calls that take up to {@code longest}. */
    public static ApiGateway of(AwsClients clients, Duration longest) {
        var settings = clients.settings();
        return new ApiGateway(clients.apiGateway(longest), settings.owner(), settings.domainName());
    }

    /**
     * One of ours.
     *
     * @param status of a VPC link; of others an empty string
     */
    public record OwnResource(Part part, String id, Map<String, String> tags, String status) {

        /** Whether it is a VPC link with this status. */
        public boolean is(VpcLinkStatus other) {
            return status.equals(other.toString());
        }
    }

    /** All of ours of a kind: VPC links that work first, and the earliest REST API. */
    public List<OwnResource> ours(Part part) {
        Stream<OwnResource> all =
                switch (part) {
                    case VPC_LINK ->
                        // Whether those of version 2 are among them is not documented.
                        client.getVpcLinksPaginator(page -> page.limit(PAGE)).items().stream()
                                .filter(link -> !link.tags().containsKey(SharedLinks.VPC))
                                .map(link -> new OwnResource(part, link.id(), link.tags(), link.statusAsString()));
                    case REST_API ->
                        client.getRestApisPaginator(page -> page.limit(PAGE)).items().stream()
                                .sorted(Comparator.comparing(RestApi::createdDate)
                                        .thenComparing(RestApi::id))
                                .map(api -> new OwnResource(part, api.id(), api.tags(), ""));
                    case USAGE_PLAN ->
                        client.getUsagePlansPaginator(page -> page.limit(PAGE)).items().stream()
                                .map(plan -> new OwnResource(part, plan.id(), plan.tags(), ""));
                    // Their values are in no answer.
                    case API_KEY ->
                        client.getApiKeysPaginator(page -> page.limit(PAGE).includeValues(false)).items().stream()
                                .map(key -> new OwnResource(part, key.id(), key.tags(), ""));
                    case BASE_PATH_MAPPING -> mappings();
                };
        return all.filter(one -> isOurs(one.tags()))
                .sorted(Comparator.comparing(OwnResource::status))
                .toList();
    }

    /** The ids of the paths of the stack's custom domain that lead to an API. */
    public List<String> pathsTo(String restApi) {
        return domainName.isEmpty()
                ? List.of()
                : new BasePathMappings(client)
                        .of(domainName).stream()
                                .filter(mapping -> mapping.restApiId().equals(restApi))
                                .map(mapping -> mapping.basePath().text())
                                .toList();
    }

    /** The paths of the stack's custom domain that lead to APIs, each with the API's tags. */
    private Stream<OwnResource> mappings() {
        if (domainName.isEmpty()) {
            return Stream.empty();
        }
        Map<String, Map<String, String>> tags =
                ours(Part.REST_API).stream().collect(Collectors.toMap(OwnResource::id, OwnResource::tags));
        return new BasePathMappings(client)
                .of(domainName).stream()
                        .map(mapping -> new OwnResource(
                                Part.BASE_PATH_MAPPING,
                                mapping.basePath().text(),
                                tags.getOrDefault(mapping.restApiId(), Map.of()),
                                ""));
    }

    /**
     * The ids of those of a kind that are for a load balancer.
     *
     * @throws VpcLinkDeletingException if one of them is a VPC link that is being deleted
     */
    public List<String> of(Part part, LoadBalancerArn loadBalancer) {
        List<OwnResource> ours = ours(part).stream()
                .filter(one -> isFor(loadBalancer, one.tags()))
                .toList();
        ours.stream().filter(one -> one.is(VpcLinkStatus.DELETING)).findFirst().ifPresent(link -> {
            throw new VpcLinkDeletingException("VPC link " + link.id() + " to load balancer " + loadBalancer
                    + " is being deleted: a new one can be made once it is gone.");
        });
        return ours.stream().map(OwnResource::id).toList();
    }

    /** The tags of what is made for a load balancer. */
    public Map<String, String> tags(LoadBalancerArn loadBalancer) {
        return new TreeMap<>(Map.of(OWNER, owner, LOAD_BALANCER, loadBalancer.text()));
    }

    /** Whether something with these tags is ours and was made for the load balancer. */
    public boolean isFor(LoadBalancerArn loadBalancer, Map<String, String> tags) {
        return isOurs(tags) && loadBalancer.text().equals(tags.get(LOAD_BALANCER));
    }

    /** Whether something with these tags is ours. */
    public boolean isOurs(Map<String, String> tags) {
        return owner.equals(tags.get(OWNER));
    }

    /**
     * Writes on a resource of ours, such as {@code /restapis/a1b2c3}, which load balancer it is for; one that is gone
     * is fine. No other tag is changed: the roles of the functions allow no more.
     */
    public void tag(ExecutionArn execution, String path, LoadBalancerArn loadBalancer) {
        ifThere(() -> client.tagResource(request ->
                request.resourceArn(execution.apiGatewayArn(path)).tags(Map.of(LOAD_BALANCER, loadBalancer.text()))));
    }

    /** Deletes one of ours with all that it has, or begins to; one that is gone already is fine. */
    public void delete(Part part, String id) {
        ApiGateway.<ApiGatewayResponse>ifThere(() -> switch (part) {
            case VPC_LINK -> client.deleteVpcLink(request -> request.vpcLinkId(id));
            case REST_API -> client.deleteRestApi(request -> request.restApiId(id));
            case USAGE_PLAN -> usagePlans().delete(id);
            case API_KEY -> client.deleteApiKey(request -> request.apiKey(id));
            case BASE_PATH_MAPPING ->
                client.deleteBasePathMapping(
                        request -> request.domainName(BasePath.of(id).domainName())
                                .basePath(BasePath.of(id).segment()));
        });
    }

    /** Asks for a VPC link to the load balancer; returns its id. */
    public String createVpcLink(LoadBalancerArn loadBalancer) {
        return client.createVpcLink(request -> request.name("gatelink-" + loadBalancer.name())
                        .description("Made by Gatelink for " + loadBalancer)
                        .targetArns(loadBalancer.text())
                        .tags(tags(loadBalancer)))
                .id();
    }

    /** Makes an API for the load balancer. */
    public CreateRestApiResponse createRestApi(LoadBalancerArn loadBalancer, ApiSettings settings, String policy) {
        return client.createRestApi(request -> request.name("gatelink-" + loadBalancer.name())
                .description("Made by Gatelink for " + loadBalancer)
                .endpointConfiguration(settings.endpoint())
                .securityPolicy(settings.securityPolicy())
                .endpointAccessMode(ApiSettings.ACCESS_MODE)
                .disableExecuteApiEndpoint(settings.domainOnly() ? true : null)
                .policy(policy.isEmpty() ? null : policy)
                .tags(tags(loadBalancer)));
    }

    /** Makes a usage plan whose keys open a stage; returns its id. */
    public String createUsagePlan(LoadBalancerArn loadBalancer, String restApi, String stage) {
        return client.createUsagePlan(request -> request.name("gatelink-" + loadBalancer.name())
                        .description("Made by Gatelink for " + loadBalancer)
                        .apiStages(one -> one.apiId(restApi).stage(stage))
                        .tags(tags(loadBalancer)))
                .id();
    }

    /** Makes an API key; returns its id. */
    public String createApiKey(LoadBalancerArn loadBalancer) {
        return client.createApiKey(request -> request.name("gatelink-" + loadBalancer.name())
                        .description("Made by Gatelink for " + loadBalancer)
                        .enabled(true)
                        .tags(tags(loadBalancer)))
                .id();
    }

    /** The VPC link of this id, or nothing if there is none. */
    public Optional<GetVpcLinkResponse> vpcLink(String id) {
        return ifThere(() -> client.getVpcLink(request -> request.vpcLinkId(id)));
    }

    /** The API of this id, or nothing if there is none. */
    public Optional<GetRestApiResponse> restApi(String id) {
        return ifThere(() -> client.getRestApi(request -> request.restApiId(id)));
    }

    /** Changes an API; returns whether it takes further changes by then. */
    public ApiStatus updateRestApi(String id, List<PatchOperation> operations) {
        return client.updateRestApi(request -> request.restApiId(id).patchOperations(operations))
                .apiStatus();
    }

    /** The stages of APIs. */
    public Stages stages() {
        return new Stages(client);
    }

    /** Usage plans, and the keys in them. */
    public UsagePlans usagePlans() {
        return new UsagePlans(client);
    }

    /** The resources of an API, with their methods in full. */
    public List<Resource> resources(String id) {
        var resources = client.getResourcesPaginator(
                page -> page.restApiId(id).limit(PAGE).embed("methods"));
        return resources.items().stream().toList();
    }

    /** Makes a resource below another one; returns its id. */
    public String createResource(String id, String parent, String pathPart) {
        return client.createResource(
                        request -> request.restApiId(id).parentId(parent).pathPart(pathPart))
                .id();
    }

    /** Deletes a method; one that is gone already is fine. */
    public void deleteMethod(String id, String resource, String httpMethod) {
        ifThere(() -> client.deleteMethod(
                request -> request.restApiId(id).resourceId(resource).httpMethod(httpMethod)));
    }

    /** A patch operation. */
    public static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    /** Adds what sets a value, unless it is found to be set already. */
    static void correct(List<PatchOperation> corrections, String path, Object found, Object wanted) {
        if (!wanted.equals(found)) {
            corrections.add(replace(path, wanted.toString()));
        }
    }

    /**
     * The result of work on a REST API.
     *
     * @throws AwsUnavailableException if a part of it does not show so far, or something else changes it meanwhile
     */
    public static <T> T whole(String restApi, Supplier<T> work) {
        try {
            return work.get();
        } catch (NotFoundException | ConflictException e) {
            throw new AwsUnavailableException("REST API " + restApi + " does not show all that it has so far, or "
                    + "something else changes it: it is read again.");
        }
    }

    /** What a call answers, or nothing if what it is about is gone. */
    public static <T> Optional<T> ifThere(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (NotFoundException gone) {
            return Optional.empty();
        }
    }
}
