package io.gatelink.functions.apigateway;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.ExecutionArn;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    /** The variable of our stages with the id of the VPC link that their requests go through. */
    public static final String VPC_LINK_ID = "vpcLinkId";

    /** How an integration refers to {@link #VPC_LINK_ID}; API Gateway resolves it at each request. */
    public static final String VPC_LINK_ID_REFERENCE = "${stageVariables." + VPC_LINK_ID + "}";

    /** API Gateway's largest page. */
    static final int PAGE = 500;

    /** Those of a handler's account and Region. */
    public static RestApis of(AwsClients clients) {
        return new RestApis(clients.apiGateway(), Ownership.of(clients));
    }

    /** The ids of ours for a load balancer, found by their tags, the earliest first. */
    public List<String> of(LoadBalancerArn loadBalancer) {
        return list(api -> ownership.isFor(loadBalancer, api.tags())).stream().map(RestApi::id).toList();
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
        return ifThere(() -> apiGateway.getRestApi(request -> request.restApiId(id)));
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
        ifThere(() -> apiGateway.tagResource(request -> request.resourceArn(execution.apiGatewayArn(path))
                .tags(Map.of(Ownership.LOAD_BALANCER, loadBalancer.text()))));
    }

    /** Deletes an API with all that it has; one that is gone already is fine. */
    public void delete(String id) {
        ifThere(() -> apiGateway.deleteRestApi(request -> request.restApiId(id)));
    }

    /** The stages of an API; none if it is gone. */
    public List<Stage> stages(String id) {
        return ifThere(() -> apiGateway.getStages(request -> request.restApiId(id)).item()).orElse(List.of());
    }

    /** Deletes a stage; one that is gone already is fine. */
    public void deleteStage(String id, String stage) {
        ifThere(() -> apiGateway.deleteStage(request -> request.restApiId(id).stageName(stage)));
    }

    /** Makes a stage serve a deployment through a VPC link, in one call; a stage that is gone is fine. */
    public void serve(String id, String stage, String deployment, String vpcLink) {
        ifThere(() -> apiGateway.updateStage(request -> request.restApiId(id).stageName(stage).patchOperations(
                replace("/deploymentId", deployment), replace("/variables/" + VPC_LINK_ID, vpcLink))));
    }

    /** The ids of the deployments of an API; none if it is gone. */
    public List<String> deployments(String id) {
        return ifThere(() -> apiGateway.getDeploymentsPaginator(request -> request.restApiId(id).limit(PAGE)).items()
                .stream().map(Deployment::id).toList()).orElse(List.of());
    }

    /** A deployment with a summary of its methods, or nothing if there is none of this id. */
    public Optional<GetDeploymentResponse> deployment(String id, String deployment) {
        return ifThere(() -> apiGateway.getDeployment(request -> request.restApiId(id).deploymentId(deployment)
                .embed("apisummary")));
    }

    /** Deletes a deployment; one that is gone already is fine. */
    public void deleteDeployment(String id, String deployment) {
        ifThere(() -> apiGateway.deleteDeployment(request -> request.restApiId(id).deploymentId(deployment)));
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

    /** Adds what sets a value, unless it is right already. */
    static void correct(List<PatchOperation> corrections, boolean right, String path, String value) {
        if (!right) {
            corrections.add(replace(path, value));
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
