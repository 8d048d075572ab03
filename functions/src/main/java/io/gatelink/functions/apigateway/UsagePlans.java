package io.gatelink.functions.apigateway;

import static io.gatelink.functions.apigateway.ApiGateway.PAGE;
import static io.gatelink.functions.apigateway.ApiGateway.ifThere;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.DeleteUsagePlanResponse;
import software.amazon.awssdk.services.apigateway.model.GetUsagePlanResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UpdateUsagePlanResponse;
import software.amazon.awssdk.services.apigateway.model.UsagePlanKey;

/** Usage plans, which let API keys open stages. */
public record UsagePlans(ApiGatewayClient client) {

    /** The usage plan of this id, or nothing if there is none. */
    public Optional<GetUsagePlanResponse> find(String id) {
        return ifThere(() -> client.getUsagePlan(request -> request.usagePlanId(id)));
    }

    /** The ids of the keys of a usage plan. */
    public List<String> keysIn(String plan) {
        var keys =
                client.getUsagePlanKeysPaginator(page -> page.usagePlanId(plan).limit(PAGE));
        return keys.items().stream().map(UsagePlanKey::id).toList();
    }

    /** Lets a key open the stages of a usage plan; returns whether both are there. */
    public boolean join(String key, String plan) {
        return ifThere(() -> client.createUsagePlanKey(
                        request -> request.usagePlanId(plan).keyId(key).keyType("API_KEY")))
                .isPresent();
    }

    /** Lets the keys of a usage plan open one more stage. */
    public void addStage(String plan, String restApi, String stage) {
        changeStages(plan, Op.ADD, restApi, stage);
    }

    private UpdateUsagePlanResponse changeStages(String plan, Op op, String restApi, String stage) {
        return client.updateUsagePlan(request -> request.usagePlanId(plan)
                .patchOperations(PatchOperation.builder()
                        .op(op)
                        .path("/apiStages")
                        .value(restApi + ":" + stage)
                        .build()));
    }

    /** Deletes a plan. API Gateway deletes none that has stages, so they leave it first. */
    DeleteUsagePlanResponse delete(String id) {
        client.getUsagePlan(request -> request.usagePlanId(id))
                .apiStages()
                .forEach(stage -> ifThere(() -> changeStages(id, Op.REMOVE, stage.apiId(), stage.stage())));
        return client.deleteUsagePlan(request -> request.usagePlanId(id));
    }
}
