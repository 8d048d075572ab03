package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.UsagePlan.ApiStage;
import io.gatelink.local.apigateway.UsagePlan.Throttle;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Page;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Usage plans: which API keys open which stages. {@link UsagePlanPatch} says what can be changed.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlan.html">CreateUsagePlan</a>
 */
public final class UsagePlans {

    private static final String API_KEY = "API_KEY";

    private final Account account;
    private final RestApis restApis;
    private final ApiKeys apiKeys;
    private final UsagePlanStore store;

    UsagePlans(Account account, RestApis restApis, ApiKeys apiKeys, UsagePlanStore store) {
        this.account = account;
        this.restApis = restApis;
        this.apiKeys = apiKeys;
        this.store = store;
    }

    /** What CreateUsagePlan takes; {@code null} or empty where absent. */
    public record CreateUsagePlanRequest(
            String name,
            String description,
            List<ApiStage> apiStages,
            Throttle throttle,
            Integer quotaLimit,
            Integer quotaOffset,
            String quotaPeriod,
            Map<String, String> tags) {}

    /**
     * A key of a plan.
     *
     * @param type {@code API_KEY}
     */
    public record UsagePlanKey(String id, String type, String value, String name) {}

    public UsagePlan createUsagePlan(CreateUsagePlanRequest request) {
        UsagePlanRules.checkName(request.name());
        UsagePlanRules.checkThrottle(request.throttle());
        TagRules.check(request.tags());
        var draft = new UsagePlan.Draft(account.newId(6));
        draft.name = request.name();
        draft.description = request.description();
        for (ApiStage stage : request.apiStages()) {
            UsagePlanRules.checkStage(restApis, stage, request.name());
            UsagePlanPatch.add(stage, draft);
        }
        draft.throttle = request.throttle();
        draft.quotaLimit = request.quotaLimit();
        draft.quotaOffset = request.quotaOffset();
        draft.quotaPeriod = request.quotaPeriod();
        draft.tags = request.tags();
        var state = new UsagePlanStore.State(draft.build());
        store.plans.put(draft.id, state);
        return state.plan;
    }

    public UsagePlan getUsagePlan(String usagePlanId) {
        return store.state(usagePlanId).plan;
    }

    /** @param keyId only the plans that this key belongs to; {@code null} for all */
    public Page<UsagePlan> getUsagePlans(String keyId, String position, Integer limit) {
        Page<UsagePlanStore.State> page = store.plans.page(
                position,
                limit,
                state -> keyId == null || state.keys.find(keyId).isPresent());
        return page.map(state -> state.plan);
    }

    public UsagePlan updateUsagePlan(String usagePlanId, List<PatchOperation> patch) {
        UsagePlanStore.State state = store.state(usagePlanId);
        UsagePlan.Draft draft = state.plan.edit();
        var usagePlanPatch = new UsagePlanPatch(restApis, draft);
        patch.forEach(usagePlanPatch::apply);
        UsagePlan changed = draft.build();
        state.keys.all().forEach(key -> checkOnePlanEach(key, changed));
        state.plan = changed;
        return changed;
    }

    /** Deletes a plan that covers no stage. Its keys stay. */
    public void deleteUsagePlan(String usagePlanId) {
        UsagePlan plan = getUsagePlan(usagePlanId);
        if (!plan.apiStages().isEmpty()) {
            throw ApiGatewayErrors.badRequest("Cannot delete Usage Plan " + usagePlanId
                    + " because there are API Stages " + "associated with it, including "
                    + plan.apiStages().get(0).key());
        }
        store.plans.remove(usagePlanId);
    }

    /** Lets a key open the plan's stages. */
    public UsagePlanKey createUsagePlanKey(String usagePlanId, String keyId, String keyType) {
        UsagePlanStore.State state = store.state(usagePlanId);
        if (!API_KEY.equals(keyType)) {
            throw ApiGatewayErrors.badRequest("Invalid key type specified. Must be one of: [" + API_KEY + "]");
        }
        ApiKey key = apiKeys.find(String.valueOf(keyId)).orElseThrow(ApiGatewayErrors::noApiKey);
        if (state.keys.find(keyId).isPresent()) {
            throw ApiGatewayErrors.conflict("Usage Plan Key already exists");
        }
        checkOnePlanEach(keyId, state.plan);
        state.keys.put(keyId, keyId);
        return planKey(key);
    }

    public UsagePlanKey getUsagePlanKey(String usagePlanId, String keyId) {
        return planKey(keyOf(store.state(usagePlanId), keyId));
    }

    /**
     * The keys of a plan, the newest first; none if there is no such plan.
     *
     * @param nameQuery what names begin with; {@code null} for all
     */
    public Page<UsagePlanKey> getUsagePlanKeys(String usagePlanId, String nameQuery, String position, Integer limit) {
        return store.plans
                .find(usagePlanId)
                .map(state -> state.keys)
                .orElseGet(Store::new)
                .newestFirst(position, limit, key -> ApiKeys.isNamed(apiKeys.getApiKey(key), nameQuery))
                .map(key -> planKey(apiKeys.getApiKey(key)));
    }

    public void deleteUsagePlanKey(String usagePlanId, String keyId) {
        UsagePlanStore.State state = store.state(usagePlanId);
        keyOf(state, keyId);
        state.keys.remove(keyId);
    }

    /** The values of the enabled keys that open a stage. */
    Set<String> valuesFor(String restApiId, String stageName) {
        var values = new LinkedHashSet<String>();
        for (String id : store.keysOf(restApiId, stageName)) {
            apiKeys.find(id).filter(ApiKey::enabled).ifPresent(key -> values.add(key.value()));
        }
        return values;
    }

    void setTags(String usagePlanId, Map<String, String> tags) {
        UsagePlanStore.State state = store.state(usagePlanId);
        UsagePlan.Draft draft = state.plan.edit();
        draft.tags = tags;
        state.plan = draft.build();
    }

    /** A key may belong to several plans, but only to one for each stage. */
    private void checkOnePlanEach(String keyId, UsagePlan plan) {
        for (UsagePlanStore.State other : store.plans.all()) {
            if (other.plan.id().equals(plan.id()) || other.keys.find(keyId).isEmpty()) {
                continue;
            }
            for (ApiStage stage : plan.apiStages()) {
                if (other.plan.covers(stage.apiId(), stage.stage())) {
                    throw ApiGatewayErrors.conflict("Usage Plan " + plan.id() + " cannot be added because API Key "
                            + keyId + " cannot reference multiple Usage Plans with the same API Stage: " + stage.key());
                }
            }
        }
    }

    private ApiKey keyOf(UsagePlanStore.State state, String keyId) {
        return state.keys.find(keyId).flatMap(apiKeys::find).orElseThrow(ApiGatewayErrors::noApiKey);
    }

    private static UsagePlanKey planKey(ApiKey key) {
        return new UsagePlanKey(key.id(), API_KEY, key.value(), key.name());
    }
}
