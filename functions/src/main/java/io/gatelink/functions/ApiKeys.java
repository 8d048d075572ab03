package io.gatelink.functions;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.ApiStage;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;

/**
 * Our API keys and usage plans: one of each for a load balancer whose API asks for keys. They are found by our tags, and
 * no call here asks for a key's value.
 *
 * <p>None of the calls that make something has a client token: what an earlier run made is found before anything is made.
 * Of several the earliest key and the plan with the smallest id count, and the others are deleted: whoever calls this has
 * the turn at the load balancer's link, see {@link Turns}, so nobody else works on them.
 */
record ApiKeys(ApiGatewayClient apiGateway, Ownership ownership) {

    private static final String KEY_TYPE = "API_KEY";

    /** The key and the plan of a load balancer. */
    record KeyAndPlan(String apiKeyId, String usagePlanId) {
    }

    /**
     * Finds or makes the key and the plan, and lets the key open the stage. Whether a key that is there is enabled is for
     * its owner to say.
     */
    KeyAndPlan ensure(String name, String loadBalancerArn, String execution, String restApiId, String stage) {
        String keyId = key(name, loadBalancerArn, execution);
        UsagePlan plan = plan(name, loadBalancerArn, execution);
        if (!opens(plan, restApiId, stage)) {
            change(plan.id(), Op.ADD, restApiId + ":" + stage);
        }
        if (apiGateway.getUsagePlansPaginator(request -> request.keyId(keyId).limit(RestApis.PAGE)).items().stream()
                .noneMatch(one -> one.id().equals(plan.id()))) {
            join(keyId, plan.id());
        }
        return new KeyAndPlan(keyId, plan.id());
    }

    /** Whether there is a key or a usage plan of a load balancer. */
    boolean anyOf(String loadBalancerArn) {
        return keyOf(loadBalancerArn).isPresent() || !plans(isFor(loadBalancerArn)).isEmpty();
    }

    /** All keys of ours, the earliest first. */
    List<ApiKey> ourKeys() {
        return keys(key -> ownership.isOurs(key.tags()));
    }

    /** All usage plans of ours, by their ids. */
    List<UsagePlan> ourPlans() {
        return plans(plan -> ownership.isOurs(plan.tags()));
    }

    /** Whether a usage plan holds a stage, so that its keys open it. */
    static boolean opens(UsagePlan plan, String restApiId, String stage) {
        return plan.apiStages().stream().anyMatch(one -> isStage(one, restApiId, stage));
    }

    /** The id of a load balancer's key, or nothing if there is none. */
    Optional<String> keyOf(String loadBalancerArn) {
        return keys(key -> ownership.isFor(loadBalancerArn, key.tags())).stream().map(ApiKey::id).findFirst();
    }

    /** Leaves no stage but one in the plans of a load balancer. */
    void keepOnly(String loadBalancerArn, String restApiId, String stage) {
        for (UsagePlan plan : plans(isFor(loadBalancerArn))) {
            plan.apiStages().stream().filter(one -> !isStage(one, restApiId, stage))
                    .forEach(one -> change(plan.id(), Op.REMOVE, one.apiId() + ":" + one.stage()));
        }
    }

    /**
     * Deletes every key and usage plan of ours for a load balancer, as far as AWS lets: for a withdrawal. The stages of a
     * plan are taken out of it first, for AWS deletes no plan that has any; it does not matter whether they still exist,
     * and so neither whether this comes before or after the deletion of stages and APIs. What is gone already is fine.
     *
     * @param undo gets what was deleted, and what AWS refuses to delete
     * @throws GatelinkException if AWS refuses for a reason that passes
     */
    void deleteOf(String loadBalancerArn, Undo undo) {
        plans(isFor(loadBalancerArn)).forEach(plan -> delete(plan, undo));
        keys(key -> ownership.isFor(loadBalancerArn, key.tags())).forEach(key -> delete(key, undo));
    }

    /**
     * Deletes the keys and usage plans that an execution made, as {@link #deleteOf} does: for a roll back, which must
     * leave those of an earlier publication alone.
     */
    void deleteMadeBy(String execution, Undo undo) {
        plans(plan -> ownership.isBy(execution, plan.tags())).forEach(plan -> delete(plan, undo));
        keys(key -> ownership.isBy(execution, key.tags())).forEach(key -> delete(key, undo));
    }

    private String key(String name, String loadBalancerArn, String execution) {
        List<ApiKey> found = keys(key -> ownership.isFor(loadBalancerArn, key.tags()));
        if (found.isEmpty()) {
            return apiGateway.createApiKey(request -> request
                    .name(name)
                    .description("Made by Gatelink for " + loadBalancerArn)
                    .enabled(true)
                    .tags(ownership.tags(loadBalancerArn, execution))).id();
        }
        found.stream().skip(1).forEach(this::delete);
        return found.get(0).id();
    }

    private UsagePlan plan(String name, String loadBalancerArn, String execution) {
        List<UsagePlan> found = plans(isFor(loadBalancerArn));
        if (found.isEmpty()) {
            String id = apiGateway.createUsagePlan(request -> request
                    .name(name)
                    .description("Made by Gatelink for " + loadBalancerArn)
                    .tags(ownership.tags(loadBalancerArn, execution))).id();
            return UsagePlan.builder().id(id).build();
        }
        found.stream().skip(1).forEach(this::delete);
        return found.get(0);
    }

    private void join(String keyId, String planId) {
        try {
            apiGateway.createUsagePlanKey(request -> request.usagePlanId(planId).keyId(keyId).keyType(KEY_TYPE));
        } catch (ConflictException e) {
            // By an earlier run, which the listing does not show yet; if not, the conflict is another one.
            if (AwsFailure.of(e).passes()) {
                throw e;
            }
        }
    }

    private void delete(UsagePlan plan, Undo undo) {
        undo.run("usage plan " + plan.id(), () -> delete(plan));
    }

    private void delete(UsagePlan plan) {
        plan.apiStages().forEach(stage -> RestApis.unlessGone(
                () -> change(plan.id(), Op.REMOVE, stage.apiId() + ":" + stage.stage())));
        RestApis.unlessGone(() -> apiGateway.deleteUsagePlan(request -> request.usagePlanId(plan.id())));
    }

    private void delete(ApiKey key, Undo undo) {
        undo.run("API key " + key.id(), () -> delete(key));
    }

    private void delete(ApiKey key) {
        RestApis.unlessGone(() -> apiGateway.deleteApiKey(request -> request.apiKey(key.id())));
    }

    private void change(String planId, Op op, String stage) {
        apiGateway.updateUsagePlan(request -> request.usagePlanId(planId).patchOperations(
                PatchOperation.builder().op(op).path("/apiStages").value(stage).build()));
    }

    private static boolean isStage(ApiStage one, String restApiId, String stage) {
        return restApiId.equals(one.apiId()) && stage.equals(one.stage());
    }

    private Predicate<UsagePlan> isFor(String loadBalancerArn) {
        return plan -> ownership.isFor(loadBalancerArn, plan.tags());
    }

    private List<UsagePlan> plans(Predicate<UsagePlan> which) {
        return apiGateway.getUsagePlansPaginator(request -> request.limit(RestApis.PAGE)).items().stream()
                .filter(which).sorted(Comparator.comparing(UsagePlan::id)).toList();
    }

    private List<ApiKey> keys(Predicate<ApiKey> which) {
        return apiGateway.getApiKeysPaginator(request -> request.limit(RestApis.PAGE).includeValues(false)).items()
                .stream().filter(which)
                .sorted(Comparator.comparing(ApiKey::createdDate).thenComparing(ApiKey::id)).toList();
    }
}
