package io.gatelink.functions;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.EndpointType;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/** Our REST APIs. */
record RestApis(ApiGatewayClient apiGateway, Ownership ownership) {

    /** API Gateway's largest page. */
    static final int PAGE = 500;

    /** Of several for one load balancer, the first is the one that publishes it. */
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

    /** Those that the execution made. */
    List<RestApi> ofExecution(String execution) {
        return list(api -> ownership.isBy(execution, api.tags()));
    }

    /** Those that were moved from the load balancer to another one. */
    List<RestApi> switchedFrom(String loadBalancerArn) {
        return list(api -> ownership.isOurs(api.tags())
                && loadBalancerArn.equals(api.tags().get(Tags.SWITCHED_FROM)));
    }

    /** Makes a Regional one for the load balancer. */
    RestApi create(String name, String loadBalancerArn, String execution) {
        CreateRestApiResponse created = apiGateway.createRestApi(request -> request
                .name(name)
                .description("Made by Gatelink for " + loadBalancerArn)
                .endpointConfiguration(endpoint -> endpoint.types(EndpointType.REGIONAL))
                .tags(ownership.tags(loadBalancerArn, execution)));
        return RestApi.builder().id(created.id()).createdDate(created.createdDate()).tags(created.tags())
                .rootResourceId(created.rootResourceId()).build();
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
