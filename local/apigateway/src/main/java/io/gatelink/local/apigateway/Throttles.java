package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.LiveStage.Admission;
import io.gatelink.local.apigateway.UsagePlan.ApiStage;
import io.gatelink.local.apigateway.UsagePlan.Quota;
import io.gatelink.local.apigateway.UsagePlan.Throttle;
import io.gatelink.local.core.Account;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds callers to the limits of usage plans, for each of their keys, and of stages, for each method.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html">Throttle
 *      requests to your REST APIs</a>
 */
final class Throttles {

    private final Account account;
    private final RestApis restApis;
    private final UsagePlanStore plans;
    private final ApiKeys apiKeys;
    private final Map<List<String>, Bucket> buckets = new HashMap<>();
    private final Map<List<String>, Usage> usages = new HashMap<>();

    Throttles(Account account, RestApis restApis, UsagePlanStore plans, ApiKeys apiKeys) {
        this.account = account;
        this.restApis = restApis;
        this.plans = plans;
        this.apiKeys = apiKeys;
    }

    /** See {@link LiveStage.Directory#admit}. */
    Admission admit(LiveStage.Directory.MethodOfStage method, Optional<String> apiKey) {
        var needed = new ArrayList<Bucket>();
        Usage usage = null;
        if (apiKey.isPresent()) {
            for (UsagePlanStore.State state : plans.plans.all()) {
                UsagePlan plan = state.plan;
                Optional<ApiKey> key = plan.covers(method.restApiId(), method.stageName())
                        ? state.keys.all().stream()
                                .flatMap(id -> apiKeys.find(id).stream())
                                .filter(one -> one.value().equals(apiKey.get()))
                                .findFirst()
                        : Optional.empty();
                if (key.isEmpty()) {
                    continue;
                }
                needed.addAll(bucketsOf(plan, key.get().id(), method));
                usage = plan.quota() == null ? null : usageOf(plan, key.get().id());
                if (usage != null && usage.requests >= plan.quota().limit()) {
                    return Admission.QUOTA_EXCEEDED;
                }
            }
        }
        stageLimit(method)
                .ifPresent(limit -> add(
                        needed,
                        limit,
                        List.of(
                                "stage",
                                method.restApiId(),
                                method.stageName(),
                                method.resourcePath(),
                                method.httpMethod())));
        long now = account.loop().nanoTime();
        if (!needed.stream().allMatch(bucket -> bucket.hasToken(now))) {
            return Admission.THROTTLED;
        }
        needed.forEach(Bucket::take);
        if (usage != null) {
            usage.requests++;
        }
        return Admission.ALLOWED;
    }

    private List<Bucket> bucketsOf(UsagePlan plan, String keyId, LiveStage.Directory.MethodOfStage method) {
        var needed = new ArrayList<Bucket>();
        String name = method.resourcePath() + "/" + method.httpMethod();
        for (ApiStage stage : plan.apiStages()) {
            boolean isMeant =
                    stage.apiId().equals(method.restApiId()) && stage.stage().equals(method.stageName());
            if (isMeant && stage.throttle().containsKey(name)) {
                add(needed, stage.throttle().get(name), List.of("plan", plan.id(), keyId, stage.key(), name));
                return needed;
            }
        }
        add(needed, plan.throttle(), List.of("plan", plan.id(), keyId));
        return needed;
    }

    private Optional<Throttle> stageLimit(LiveStage.Directory.MethodOfStage method) {
        RestApiState api = restApis.find(method.restApiId());
        Stage stage = api == null ? null : api.stages.get(method.stageName());
        if (stage == null || stage.methodSettings().isEmpty()) {
            return Optional.empty();
        }
        String path = method.resourcePath();
        String key = (path.length() > 1 ? path.substring(1) : path) + "/" + method.httpMethod();
        MethodSetting setting =
                stage.methodSettings().getOrDefault(key, stage.methodSettings().get("*/*"));
        return Optional.ofNullable(setting)
                .map(it -> new Throttle(it.throttlingBurstLimit(), it.throttlingRateLimit()));
    }

    /** @param limit {@code null}, or -1 of both, for none */
    private void add(List<Bucket> needed, Throttle limit, List<String> key) {
        if (limit == null
                || limit.rateLimit() == null && limit.burstLimit() == null
                || limit.rateLimit() != null && limit.rateLimit() < 0) {
            return;
        }
        double rate = limit.rateLimit() == null ? MethodSetting.DEFAULT.throttlingRateLimit() : limit.rateLimit();
        int burst = limit.burstLimit() == null || limit.burstLimit() < 0
                ? MethodSetting.DEFAULT.throttlingBurstLimit()
                : limit.burstLimit();
        Bucket bucket = buckets.get(key);
        if (bucket == null || bucket.rate != rate || bucket.burst != burst) {
            bucket = new Bucket(rate, burst);
            buckets.put(key, bucket);
        }
        needed.add(bucket);
    }

    private Usage usageOf(UsagePlan plan, String keyId) {
        long period = period(plan.quota(), account.loop().instant());
        return usages.compute(
                List.of(plan.id(), keyId),
                (key, there) -> there != null && there.period == period ? there : new Usage(period));
    }

    /**
     * Which one of its periods a quota is in, counted from any one. Weeks begin on Sundays, unless there is an offset.
     */
    private static long period(Quota quota, Instant now) {
        LocalDate date = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return switch (quota.period()) {
            case "DAY" -> date.toEpochDay();
            case "WEEK" -> Math.floorDiv(date.toEpochDay() + 4 - quota.offset(), 7);
            default ->
                date.minusDays(quota.offset()).getYear() * 12L
                        + date.minusDays(quota.offset()).getMonthValue();
        };
    }

    /** What a key has used of its quota. */
    private static final class Usage {

        private final long period;
        private long requests;

        private Usage(long period) {
            this.period = period;
        }
    }

    /** Tokens that come back at a rate. */
    private static final class Bucket {

        private final double rate;
        private final int burst;
        private double tokens;
        private long countedAt;

        private Bucket(double rate, int burst) {
            this.rate = rate;
            this.burst = burst;
            this.tokens = burst;
            this.countedAt = Long.MIN_VALUE;
        }

        private boolean hasToken(long nanos) {
            if (countedAt != Long.MIN_VALUE) {
                tokens = Math.min(burst, tokens + (nanos - countedAt) / 1e9 * rate);
            }
            countedAt = nanos;
            return tokens >= 1;
        }

        private void take() {
            tokens--;
        }
    }
}
