package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.UsagePlan.ApiStage;
import io.gatelink.local.apigateway.UsagePlan.Throttle;
import io.gatelink.local.core.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What UpdateUsagePlan changes.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsagePlan.html">UpdateUsagePlan</a>
 */
final class UsagePlanPatch {

    /** AWS's own list, its slips included. */
    private static final String REMOVABLE = "[/apiStages, /quota, /throttle, /productCode, "
            + "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, "
            + "/apiStages/<apidId:stageName>/throttle]";

    private static final String CHANGEABLE = "[/name, /description, /productCode, /apiStages, /quota/limit, "
            + "/quota/offset, /quota/period, /throttle/burstLimit, /throttle/rateLimit, "
            + "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>/burstLimit, "
            + "/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>/rateLimit]";

    private final RestApis restApis;
    private final UsagePlan.Draft plan;

    UsagePlanPatch(RestApis restApis, UsagePlan.Draft plan) {
        this.restApis = restApis;
        this.plan = plan;
    }

    void apply(PatchOperation operation) {
        operation.mustChange();
        if (operation.segments().size() > 1 && operation.segments().get(0).equals("apiStages")) {
            changeMethodThrottle(operation);
        } else if (operation.is("remove")) {
            remove(operation);
        } else {
            change(operation);
        }
    }

    /** Adds a stage, unless it is there already. */
    static void add(ApiStage stage, UsagePlan.Draft plan) {
        if (plan.apiStages.stream().anyMatch(there -> there.key().equals(stage.key()))) {
            throw ApiGatewayErrors.badRequest("API Stage " + stage.key() + " already exists in the Usage Plan");
        }
        plan.apiStages.add(stage);
    }

    private void remove(PatchOperation operation) {
        switch (String.valueOf(operation.path())) {
            case "/apiStages" -> plan.apiStages.remove(stage(operation.value()).orElseThrow(UsagePlanPatch::noStage));
            case "/throttle" -> plan.throttle = null;
            case "/quota" -> {
                plan.quotaLimit = null;
                plan.quotaOffset = null;
                plan.quotaPeriod = null;
            }
            case "/productCode" -> plan.productCode = null;
            default -> throw wrongPath(operation);
        }
    }

    private void change(PatchOperation operation) {
        switch (String.valueOf(operation.path())) {
            case "/name" -> {
                UsagePlanRules.checkName(operation.value());
                plan.name = operation.value();
            }
            case "/description" -> plan.description = operation.valueOrNull();
            case "/productCode" -> plan.productCode = operation.valueOrNull();
            case "/apiStages" -> addStage(operation);
            case "/quota/limit" -> plan.quotaLimit = operation.wholeNumber();
            case "/quota/offset" -> plan.quotaOffset = operation.wholeNumber();
            case "/quota/period" -> plan.quotaPeriod = operation.value();
            case "/throttle/burstLimit", "/throttle/rateLimit" -> plan.throttle = changed(plan.throttle, operation);
            default -> throw wrongPath(operation);
        }
    }

    private void addStage(PatchOperation operation) {
        String[] parts = String.valueOf(operation.value()).split(":", -1);
        if (!operation.is("add") || parts.length != 2) {
            throw noStage();
        }
        var stage = new ApiStage(parts[0], parts[1], Map.of());
        UsagePlanRules.checkStageOfPlan(restApis, stage, plan.id);
        add(stage, plan);
    }

    /** {@code /apiStages/<API>:<stage>/throttle/<resource path>/<HTTP method>/<limit>}, or a part of it to remove. */
    private void changeMethodThrottle(PatchOperation operation) {
        List<String> path = operation.segments();
        boolean whole = operation.is("remove") && path.size() == 3;
        boolean method = operation.is("remove") && path.size() == 5;
        boolean limit = !operation.is("remove")
                && path.size() == 6
                && List.of("burstLimit", "rateLimit").contains(path.get(5));
        if (!(whole || method || limit) || !path.get(2).equals("throttle")) {
            throw wrongPath(operation);
        }
        ApiStage stage = stage(path.get(1)).orElseThrow(UsagePlanPatch::noStage);
        var throttle = new TreeMap<>(stage.throttle());
        if (whole) {
            throttle.clear();
        } else if (method) {
            throttle.remove(path.get(3) + "/" + path.get(4));
        } else {
            throttle.compute(path.get(3) + "/" + path.get(4), (key, old) -> changed(old, operation));
        }
        plan.apiStages.set(plan.apiStages.indexOf(stage), new ApiStage(stage.apiId(), stage.stage(), throttle));
    }

    /** @param old {@code null} if there is none so far */
    private static Throttle changed(Throttle old, PatchOperation operation) {
        Throttle before = old == null ? new Throttle(null, null) : old;
        var after = operation.path().endsWith("/rateLimit")
                ? new Throttle(before.burstLimit(), operation.number())
                : new Throttle(operation.wholeNumber(), before.rateLimit());
        UsagePlanRules.checkThrottle(after);
        return after;
    }

    private Optional<ApiStage> stage(String key) {
        return plan.apiStages.stream().filter(stage -> stage.key().equals(key)).findFirst();
    }

    private static AwsException noStage() {
        return ApiGatewayErrors.badRequest("Invalid API Stage specified");
    }

    private static AwsException wrongPath(PatchOperation operation) {
        return ApiGatewayErrors.badRequest("Invalid patch path  '" + operation.path() + "' specified for op '"
                + operation.op() + "'. Must be one of: " + (operation.is("remove") ? REMOVABLE : CHANGEABLE));
    }
}
