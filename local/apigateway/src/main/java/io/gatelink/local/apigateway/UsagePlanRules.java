package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.UsagePlan.ApiStage;
import io.gatelink.local.apigateway.UsagePlan.Quota;
import io.gatelink.local.apigateway.UsagePlan.Throttle;
import java.util.Map;

/** What the fields of a usage plan may hold. The texts about quotas and throttling are ours. */
final class UsagePlanRules {

    /** The last day of a period on which a quota can begin, by period. */
    private static final Map<String, Integer> MAX_OFFSETS = Map.of("DAY", 0, "WEEK", 6, "MONTH", 27);

    private UsagePlanRules() {}

    static void checkName(String name) {
        if (name == null || name.isEmpty()) {
            throw ApiGatewayErrors.badRequest("Usage Plan name cannot be empty");
        }
    }

    static void checkThrottle(Throttle throttle) {
        if (throttle == null) {
            return;
        }
        if (throttle.rateLimit() != null && throttle.rateLimit() < 0
                || throttle.burstLimit() != null && throttle.burstLimit() < 0) {
            throw ApiGatewayErrors.badRequest("Usage Plan throttle limits must not be negative");
        }
    }

    /** @return {@code null} if nothing of it is there */
    static Quota quota(Integer limit, Integer offset, String period) {
        if (limit == null && offset == null && period == null) {
            return null;
        }
        if (limit == null || limit <= 0) {
            throw ApiGatewayErrors.badRequest("Usage Plan quota limit must be greater than zero");
        }
        if (period == null || !MAX_OFFSETS.containsKey(period)) {
            throw ApiGatewayErrors.validation(
                    period, "quota.period", "Member must satisfy enum value set: [DAY, WEEK, MONTH]");
        }
        int days = offset == null ? 0 : offset;
        if (days < 0 || days > MAX_OFFSETS.get(period)) {
            throw ApiGatewayErrors.badRequest("Usage Plan quota offset must be from 0 to " + MAX_OFFSETS.get(period)
                    + " in the " + period + " period");
        }
        return new Quota(limit, days, period);
    }

    /** As {@link #checkStage}, with the words that AWS has for a plan that is there. */
    static void checkStageOfPlan(RestApis restApis, ApiStage stage, String planId) {
        RestApiState api = restApis.find(stage.apiId());
        if (api == null || !api.stages.containsKey(stage.stage())) {
            throw ApiGatewayErrors.notFound("Invalid API Stage {api: " + stage.apiId() + ", stage: " + stage.stage()
                    + "} specified for usageplan " + planId);
        }
    }

    static void checkStage(RestApis restApis, ApiStage stage, String plan) {
        if (stage.apiId() == null
                || stage.apiId().isEmpty()
                || stage.stage() == null
                || stage.stage().isEmpty()) {
            throw ApiGatewayErrors.badRequest("Invalid API Stage {api: " + stage.apiId() + ", stage: " + stage.stage()
                    + "} specified for usageplan " + plan);
        }
        RestApiState api = restApis.find(stage.apiId());
        if (api == null || !api.stages.containsKey(stage.stage())) {
            throw ApiGatewayErrors.notFound("API Stage not found: " + stage.key());
        }
        stage.throttle().values().forEach(UsagePlanRules::checkThrottle);
    }
}
