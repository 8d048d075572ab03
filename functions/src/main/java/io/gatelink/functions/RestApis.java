package io.gatelink.functions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/** Our REST APIs. */
record RestApis(ApiGatewayClient apiGateway, Ownership ownership) {

    /** API Gateway's largest page. */
    static final int PAGE = 500;

    /** The order in which they were made. */
    static final Comparator<RestApi> EARLIEST_FIRST = Comparator.comparing(RestApi::createdDate)
            .thenComparing(RestApi::id);

    /** Those that publish the load balancer. */
    List<RestApi> ofLoadBalancer(String loadBalancerArn) {
        return list(api -> ownership.isFor(loadBalancerArn, api.tags()));
    }

    /** All of ours. */
    List<RestApi> ours() {
        return list(api -> ownership.isOurs(api.tags()));
    }

    /**
     * The one that publishes a load balancer. Of several, which a lost answer and a listing that lags behind can leave, it
     * is the one that is published already, so that its URL stays; else the earliest. {@link RetireHandler} deletes the
     * others.
     *
     * @param apis all of ours for the load balancer; one at least
     */
    RestApi publishing(List<RestApi> apis) {
        List<RestApi> earliestFirst = apis.stream().sorted(EARLIEST_FIRST).toList();
        return earliestFirst.stream().filter(api -> apis.size() > 1 && isPublished(api)).findFirst()
                .orElse(earliestFirst.get(0));
    }

    private boolean isPublished(RestApi api) {
        return stages(api.id()).stream().anyMatch(stage -> stage.variables().containsKey(StageVariables.VPC_LINK_ID));
    }

    /** The one with this id, whoever made it, or nothing if there is none. */
    Optional<RestApi> find(String id) {
        try {
            GetRestApiResponse found = apiGateway.getRestApi(request -> request.restApiId(id));
            return Optional.of(RestApi.builder().id(found.id()).createdDate(found.createdDate()).tags(found.tags())
                    .rootResourceId(found.rootResourceId()).build());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Adds tags to one; one that is gone is fine. The owner goes with them, for the function's permission is bound to it.
     *
     * @param executionArn of this execution
     */
    void tag(String id, String executionArn, Map<String, String> changes) {
        Map<String, String> tags = new TreeMap<>(changes);
        tags.put(Tags.OWNER, ownership.owner());
        unlessGone(() -> apiGateway.tagResource(request -> request
                .resourceArn(ApiGatewayArn.of(executionArn, "/restapis/" + id)).tags(tags)));
    }

    /** Removes tags of one; one that is gone, and tags that are not there, are fine. */
    void untag(String id, String executionArn, String... keys) {
        unlessGone(() -> apiGateway.untagResource(request -> request
                .resourceArn(ApiGatewayArn.of(executionArn, "/restapis/" + id)).tagKeys(keys)));
    }

    /** Makes one for the load balancer. */
    RestApi create(String name, String loadBalancerArn, String execution, ApiSettings settings) {
        CreateRestApiResponse created = apiGateway.createRestApi(request -> request
                .name(name)
                .description("Made by Gatelink for " + loadBalancerArn)
                .endpointConfiguration(settings.endpoint())
                .securityPolicy(settings.securityPolicy())
                .endpointAccessMode(ApiSettings.ACCESS_MODE)
                .policy(settings.resourcePolicy().isEmpty() ? null : settings.resourcePolicy())
                .tags(ownership.tags(loadBalancerArn, execution)));
        return RestApi.builder().id(created.id()).createdDate(created.createdDate()).tags(created.tags())
                .rootResourceId(created.rootResourceId()).build();
    }

    /** Gives one that is there the settings that differ; its stages go on as they are until it is deployed. */
    void correct(String id, ApiSettings settings) {
        List<PatchOperation> corrections =
                settings.corrections(apiGateway.getRestApi(request -> request.restApiId(id)));
        if (!corrections.isEmpty()) {
            apiGateway.updateRestApi(request -> request.restApiId(id).patchOperations(corrections));
        }
    }

    /** A patch operation. */
    static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    /** Deletes one with all that it has; one that is gone already is fine. */
    void delete(String id) {
        unlessGone(() -> apiGateway.deleteRestApi(request -> request.restApiId(id)));
    }

    /** The stages of one; none if it is gone. */
    List<Stage> stages(String id) {
        try {
            return apiGateway.getStages(request -> request.restApiId(id)).item();
        } catch (NotFoundException e) {
            return List.of();
        }
    }

    /** Deletes a stage of one; a stage that is gone already is fine. */
    void deleteStage(String id, String stage) {
        unlessGone(() -> apiGateway.deleteStage(request -> request.restApiId(id).stageName(stage)));
    }

    /** The deployments of one; none if it is gone. */
    List<Deployment> deployments(String id) {
        try {
            return apiGateway.getDeploymentsPaginator(request -> request.restApiId(id).limit(PAGE)).items().stream()
                    .toList();
        } catch (NotFoundException e) {
            return List.of();
        }
    }

    /** Makes a stage of one serve another of its deployments; a stage that is gone is fine. */
    void serve(String id, String stage, String deploymentId) {
        unlessGone(() -> apiGateway.updateStage(request -> request.restApiId(id).stageName(stage).patchOperations(
                patch -> patch.op(Op.REPLACE).path("/deploymentId").value(deploymentId))));
    }

    /** Makes a stage of one lead to another link, and describes that; a stage that is gone is fine. */
    void leadTo(String id, String stage, String vpcLinkId, Optional<StageDescription> description) {
        List<PatchOperation> changes = new ArrayList<>();
        changes.add(PatchOperation.builder().op(Op.REPLACE).path("/variables/" + StageVariables.VPC_LINK_ID)
                .value(vpcLinkId).build());
        description.ifPresent(text -> changes.add(PatchOperation.builder().op(Op.REPLACE).path("/description")
                .value(text.text()).build()));
        unlessGone(() -> apiGateway.updateStage(
                request -> request.restApiId(id).stageName(stage).patchOperations(changes)));
    }

    /** Deletes a deployment of one; a deployment that is gone already is fine. */
    void deleteDeployment(String id, String deploymentId) {
        unlessGone(() -> apiGateway.deleteDeployment(request -> request.restApiId(id).deploymentId(deploymentId)));
    }

    /** The resources of an API. */
    static List<Resource> resources(ApiGatewayClient apiGateway, String id) {
        return resources(apiGateway, id, List.of());
    }

    /** The resources of an API, with their methods in full. */
    static List<Resource> resourcesWithMethods(ApiGatewayClient apiGateway, String id) {
        return resources(apiGateway, id, List.of("methods"));
    }

    private static List<Resource> resources(ApiGatewayClient apiGateway, String id, List<String> embed) {
        return apiGateway.getResourcesPaginator(request -> request.restApiId(id).limit(PAGE).embed(embed)).items()
                .stream().toList();
    }

    /** An undoing that finds nothing has nothing left to do. */
    static void unlessGone(Runnable undoing) {
        try {
            undoing.run();
        } catch (NotFoundException gone) {
            return;
        }
    }

    private List<RestApi> list(Predicate<RestApi> which) {
        return apiGateway.getRestApisPaginator(request -> request.limit(PAGE)).items().stream().filter(which).toList();
    }
}
