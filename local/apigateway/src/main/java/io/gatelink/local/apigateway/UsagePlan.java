package io.gatelink.local.apigateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which API keys open which stages. Fields are those of API Gateway's UsagePlan, {@code null} where absent.
 * {@link Throttles} holds callers to throttle and quota.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlan.html">UsagePlan</a>
 */
public record UsagePlan(
        String id,
        String name,
        String description,
        List<ApiStage> apiStages,
        Throttle throttle,
        Quota quota,
        String productCode,
        Map<String, String> tags) {

    /**
     * A stage that the plan's keys open.
     *
     * @param throttle by {@code <resource path>/<HTTP method>}
     */
    public record ApiStage(String apiId, String stage, Map<String, Throttle> throttle) {

        public ApiStage {
            throttle = Collections.unmodifiableMap(new TreeMap<>(throttle));
        }

        /** As patch operations and errors name it: {@code <API>:<stage>}. */
        public String key() {
            return apiId + ":" + stage;
        }
    }

    /**
     * @param burstLimit requests; {@code null} if not set
     * @param rateLimit  requests a second; {@code null} if not set
     */
    public record Throttle(Integer burstLimit, Double rateLimit) {}

    /**
     * @param limit  requests in each period
     * @param offset requests that are taken off the first period
     * @param period {@code DAY}, {@code WEEK} or {@code MONTH}
     */
    public record Quota(int limit, int offset, String period) {}

    public UsagePlan {
        apiStages = List.copyOf(apiStages);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    boolean covers(String apiId, String stage) {
        return apiStages.stream()
                .anyMatch(covered ->
                        covered.apiId().equals(apiId) && covered.stage().equals(stage));
    }

    Draft edit() {
        return new Draft(this);
    }

    /** A usage plan that is being made or changed. */
    static final class Draft {

        final String id;
        String name;
        String description;
        final List<ApiStage> apiStages = new ArrayList<>();
        Throttle throttle;
        Integer quotaLimit;
        Integer quotaOffset;
        String quotaPeriod;
        String productCode;
        Map<String, String> tags = Map.of();

        Draft(String id) {
            this.id = id;
        }

        private Draft(UsagePlan plan) {
            this(plan.id);
            name = plan.name;
            description = plan.description;
            apiStages.addAll(plan.apiStages);
            throttle = plan.throttle;
            if (plan.quota != null) {
                quotaLimit = plan.quota.limit();
                quotaOffset = plan.quota.offset();
                quotaPeriod = plan.quota.period();
            }
            productCode = plan.productCode;
            tags = plan.tags;
        }

        UsagePlan build() {
            return new UsagePlan(
                    id,
                    name,
                    description,
                    apiStages,
                    throttle,
                    UsagePlanRules.quota(quotaLimit, quotaOffset, quotaPeriod),
                    productCode,
                    tags);
        }
    }
}
