package io.gatelink.functions.apigateway;

import static io.gatelink.functions.apigateway.ApiGateway.PAGE;
import static io.gatelink.functions.apigateway.ApiGateway.VPC_LINK_ID;
import static io.gatelink.functions.apigateway.ApiGateway.ifThere;
import static io.gatelink.functions.apigateway.ApiGateway.replace;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Stage;

/** The stages of REST APIs, and the deployments that they serve. */
public record Stages(ApiGatewayClient client) {

    /** The stages of an API; none if it is gone. */
    public List<Stage> of(String id) {
        return ifThere(() -> client.getStages(request -> request.restApiId(id)).item())
                .orElse(List.of());
    }

    /** Deletes a stage; one that is gone already is fine. */
    public void delete(String id, String stage) {
        ifThere(() -> client.deleteStage(request -> request.restApiId(id).stageName(stage)));
    }

    /** Lets a stage pass on no requests any more: it has no VPC link, which may so be deleted, and its limits are 0. */
    public void leadNowhere(String id, String stage) {
        PatchOperation withoutLink = PatchOperation.builder()
                .op(Op.REMOVE)
                .path("/variables/" + VPC_LINK_ID)
                .build();
        ifThere(() -> client.updateStage(request -> request.restApiId(id)
                .stageName(stage)
                .patchOperations(
                        withoutLink,
                        replace("/*/*/throttling/rateLimit", "0"),
                        replace("/*/*/throttling/burstLimit", "0"))));
    }

    /** Changes a stage in one call, if there is something to change. */
    public void update(String id, String stage, List<PatchOperation> operations) {
        if (!operations.isEmpty()) {
            client.updateStage(request -> request.restApiId(id).stageName(stage).patchOperations(operations));
        }
    }

    /** Makes a stage serve a deployment through a VPC link, in one call; a stage that is gone is fine. */
    public void serve(String id, String stage, String deployment, String vpcLink) {
        ifThere(() -> client.updateStage(request -> request.restApiId(id)
                .stageName(stage)
                .patchOperations(replace("/deploymentId", deployment), replace("/variables/" + VPC_LINK_ID, vpcLink))));
    }

    /** The ids of the deployments of an API; none if it is gone. */
    public List<String> deployments(String id) {
        var deployments =
                client.getDeploymentsPaginator(page -> page.restApiId(id).limit(PAGE));
        return ifThere(() -> deployments.items().stream().map(Deployment::id).toList())
                .orElse(List.of());
    }

    /** A deployment with a summary of its methods, or nothing if there is none of this id. */
    public Optional<GetDeploymentResponse> deployment(String id, String deployment) {
        return ifThere(() -> client.getDeployment(
                request -> request.restApiId(id).deploymentId(deployment).embed("apisummary")));
    }

    /** Deletes a deployment; one that is gone already is fine. */
    public void deleteDeployment(String id, String deployment) {
        ifThere(() -> client.deleteDeployment(request -> request.restApiId(id).deploymentId(deployment)));
    }
}
