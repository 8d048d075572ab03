package io.gatelink.functions.apigateway;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.GetUsagePlanResponse;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UpdateUsagePlanResponse;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;
import software.amazon.awssdk.services.apigateway.model.UsagePlanKey;

/** API keys and usage plans: one of each for a load balancer whose API asks for keys. No call here asks for a value. */
public record ApiKeys(ApiGatewayClient apiGateway, Ownership ownership) {

    private static final String KEY_TYPE = "API_KEY";

    /** The ids of our keys for a load balancer, found by their tags. */
    public List<String> keysOf(LoadBalancerArn loadBalancer) {
        return keys().stream().filter(key -> ownership.isFor(loadBalancer, key.tags())).map(ApiKey::id).sorted()
                .toList();
    }

    /** The ids of our usage plans for a load balancer, found by their tags. */
    public List<String> plansOf(LoadBalancerArn loadBalancer) {
        return plans().stream().filter(plan -> ownership.isFor(loadBalancer, plan.tags())).map(UsagePlan::id).sorted()
                .toList();
    }

    /** All keys of the account. */
    public List<ApiKey> keys() {
        return apiGateway.getApiKeysPaginator(request -> request.limit(RestApis.PAGE).includeValues(false)).items()
                .stream().toList();
    }

    /** All usage plans of the account. */
    public List<UsagePlan> plans() {
        return apiGateway.getUsagePlansPaginator(request -> request.limit(RestApis.PAGE)).items().stream().toList();
    }

    public String createKey(LoadBalancerArn loadBalancer) {
        return apiGateway.createApiKey(request -> request.name("gatelink-" + loadBalancer.name())
                .description("Made by Gatelink for " + loadBalancer).enabled(true)
                .tags(ownership.tags(loadBalancer))).id();
    }

    /** Makes a usage plan whose keys open a stage. */
    public String createPlan(LoadBalancerArn loadBalancer, String restApi, String stage) {
        return apiGateway.createUsagePlan(request -> request.name("gatelink-" + loadBalancer.name())
                .description("Made by Gatelink for " + loadBalancer)
                .apiStages(one -> one.apiId(restApi).stage(stage))
                .tags(ownership.tags(loadBalancer))).id();
    }

    /** Lets a key open the stages of a usage plan. */
    public void join(String key, String plan) {
        apiGateway.createUsagePlanKey(request -> request.usagePlanId(plan).keyId(key).keyType(KEY_TYPE));
    }

    public Optional<GetUsagePlanResponse> findPlan(String id) {
        return RestApis.ifThere(() -> apiGateway.getUsagePlan(request -> request.usagePlanId(id)));
    }

    /** The ids of the keys of a usage plan. */
    public List<String> keysIn(String plan) {
        return apiGateway.getUsagePlanKeysPaginator(request -> request.usagePlanId(plan).limit(RestApis.PAGE)).items()
                .stream().map(UsagePlanKey::id).toList();
    }

    /** Lets the keys of a usage plan open one more stage. */
    public void addStage(String plan, String restApi, String stage) {
        change(plan, Op.ADD, restApi + ":" + stage);
    }

    /** Deletes a usage plan after its stages, without which API Gateway deletes none; one that is gone is fine. */
    public void deletePlan(String id) {
        findPlan(id).ifPresent(plan -> {
            plan.apiStages().forEach(stage ->
                    RestApis.ifThere(() -> change(id, Op.REMOVE, stage.apiId() + ":" + stage.stage())));
            RestApis.ifThere(() -> apiGateway.deleteUsagePlan(request -> request.usagePlanId(id)));
        });
    }

    /** Deletes a key; one that is gone is fine. */
    public void deleteKey(String id) {
        RestApis.ifThere(() -> apiGateway.deleteApiKey(request -> request.apiKey(id)));
    }

    private UpdateUsagePlanResponse change(String plan, Op op, String stage) {
        return apiGateway.updateUsagePlan(request -> request.usagePlanId(plan).patchOperations(
                PatchOperation.builder().op(op).path("/apiStages").value(stage).build()));
    }
}
