package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.UsagePlan.ApiStage;
import java.util.List;
import java.util.function.Predicate;

/**
 * The usage plans and their keys. Shared by the services of this package: what is deleted, a key or a stage, leaves its
 * plans at once, so that nothing made later under the same name is opened by what was before.
 */
final class UsagePlanStore {

    final Store<State> plans = new Store<>();

    /** All that belongs to one usage plan. */
    static final class State {

        UsagePlan plan;
        /** The identifiers of its keys, by themselves. */
        final Store<String> keys = new Store<>();

        State(UsagePlan plan) {
            this.plan = plan;
        }
    }

    State state(String usagePlanId) {
        return plans.find(usagePlanId).orElseThrow(() -> ApiGatewayErrors.notFound("Invalid Usage Plan ID specified"));
    }

    /** The keys of the plans that cover a stage. */
    List<String> keysOf(String restApiId, String stageName) {
        return plans.all().stream()
                .filter(state -> state.plan.covers(restApiId, stageName))
                .flatMap(state -> state.keys.all().stream())
                .distinct()
                .toList();
    }

    void forgetKey(String apiKey) {
        plans.all().forEach(state -> state.keys.remove(apiKey));
    }

    void forgetApi(String restApiId) {
        forget(stage -> stage.apiId().equals(restApiId));
    }

    void forgetStage(String restApiId, String stageName) {
        forget(stage -> stage.apiId().equals(restApiId) && stage.stage().equals(stageName));
    }

    private void forget(Predicate<ApiStage> which) {
        for (State state : plans.all()) {
            UsagePlan.Draft draft = state.plan.edit();
            draft.apiStages.removeIf(which);
            state.plan = draft.build();
        }
    }
}
