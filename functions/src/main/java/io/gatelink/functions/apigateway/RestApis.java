package io.gatelink.functions.apigateway;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.wanted.Tags;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.CreateRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.GetRestApiResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/** REST APIs. */
public record RestApis(ApiGatewayClient apiGateway, Ownership ownership) {

    /** API Gateway's largest page. */
    static final int PAGE = 500;

    /** Ours for a load balancer, found by their tags, the earliest first. */
    public List<RestApi> of(LoadBalancerArn loadBalancer) {
        return list(api -> ownership.isFor(loadBalancer, api.tags()));
    }

    /** All of ours, the earliest first. */
    public List<RestApi> ours() {
        return list(api -> ownership.isOurs(api.tags()));
    }

    private List<RestApi> list(Predicate<RestApi> which) {
        return apiGateway.getRestApisPaginator(request -> request.limit(PAGE)).items().stream().filter(which)
                .sorted(Comparator.comparing(RestApi::createdDate).thenComparing(RestApi::id)).toList();
    }

    /** The API with this id, or nothing if there is none. */
    public Optional<GetRestApiResponse> find(String id) {
        try {
            return Optional.of(apiGateway.getRestApi(request -> request.restApiId(id)));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Makes an API for the load balancer. */
    public CreateRestApiResponse create(LoadBalancerArn loadBalancer, ApiSettings settings) {
        return apiGateway.createRestApi(request -> request
                .name("gatelink-" + loadBalancer.name())
                .description("Made by Gatelink for " + loadBalancer)
                .endpointConfiguration(settings.endpoint())
                .securityPolicy(settings.securityPolicy())
                .endpointAccessMode(ApiSettings.ACCESS_MODE)
                .policy(settings.resourcePolicy().isEmpty() ? null : settings.resourcePolicy())
                .tags(ownership.tags(loadBalancer)));
    }

    /**
     * Writes on a resource of ours, such as {@code /restapis/a1b2c3}, which load balancer it is for; one that is gone
     * is fine. No other tag is changed: the roles of the functions allow no more.
     */
    public void tag(ExecutionArn execution, String path, LoadBalancerArn loadBalancer) {
        unlessGone(() -> apiGateway.tagResource(request -> request.resourceArn(execution.apiGatewayArn(path))
                .tags(Map.of(Tags.LOAD_BALANCER, loadBalancer.text()))));
    }

    /** Deletes an API with all that it has; one that is gone already is fine. */
    public void delete(String id) {
        unlessGone(() -> apiGateway.deleteRestApi(request -> request.restApiId(id)));
    }

    /** The stages of an API; none if it is gone. */
    public List<Stage> stages(String id) {
        try {
            return apiGateway.getStages(request -> request.restApiId(id)).item();
        } catch (NotFoundException e) {
            return List.of();
        }
    }

    /** Deletes a stage; one that is gone already is fine. */
    public void deleteStage(String id, String stage) {
        unlessGone(() -> apiGateway.deleteStage(request -> request.restApiId(id).stageName(stage)));
    }

    /** Makes a stage serve a deployment through a VPC link, in one call; a stage that is gone is fine. */
    public void serve(String id, String stage, String deployment, String vpcLink) {
        unlessGone(() -> apiGateway.updateStage(request -> request.restApiId(id).stageName(stage).patchOperations(
                replace("/deploymentId", deployment), replace("/variables/" + StageVariables.VPC_LINK_ID, vpcLink))));
    }

    /** The deployments of an API; none if it is gone. */
    public List<Deployment> deployments(String id) {
        try {
            return apiGateway.getDeploymentsPaginator(request -> request.restApiId(id).limit(PAGE)).items().stream()
                    .toList();
        } catch (NotFoundException e) {
            return List.of();
        }
    }

    /** A deployment with a summary of its methods, or nothing if there is none of this id. */
    public Optional<GetDeploymentResponse> deployment(String id, String deployment) {
        try {
            return Optional.of(apiGateway.getDeployment(request -> request.restApiId(id).deploymentId(deployment)
                    .embed("apisummary")));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** Deletes a deployment; one that is gone already is fine. */
    public void deleteDeployment(String id, String deployment) {
        unlessGone(() -> apiGateway.deleteDeployment(request -> request.restApiId(id).deploymentId(deployment)));
    }

    /** The resources of an API, with their methods in full. */
    public List<Resource> resources(String id) {
        return apiGateway.getResourcesPaginator(request -> request.restApiId(id).limit(PAGE).embed("methods")).items()
                .stream().toList();
    }

    /** A patch operation. */
    public static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }

    /** Runs a deletion; one that finds nothing is done. */
    public static void unlessGone(Runnable deletion) {
        try {
            deletion.run();
        } catch (NotFoundException gone) {
            return;
        }
    }
}
