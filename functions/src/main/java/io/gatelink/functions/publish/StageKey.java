package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Step;
import java.util.List;
import java.util.Map;

/** The API key that opens a stage, by a usage plan. */
record StageKey(ApiGateway apiGateway) {

    /**
     * Finds or makes an API key and a usage plan, and lets the key open the stage, which exists.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html">
     *      Usage plans and API keys for REST APIs</a>
     */
    String of(Step step, String restApi, String stage) {
        String plan =
                step.obtain(Part.USAGE_PLAN, apiGateway::of, arn -> apiGateway.createUsagePlan(arn, restApi, stage));
        boolean created = step.hasCreated(Part.USAGE_PLAN);
        // What a lost table knew of has both.
        String key = step.obtain(
                Part.API_KEY, created ? (part, arn) -> List.of() : apiGateway::of, apiGateway::createApiKey);
        if (!created
                && apiGateway
                        .usagePlans()
                        .find(plan)
                        .orElseThrow(() -> gone(step, Part.USAGE_PLAN, plan))
                        .apiStages()
                        .stream()
                        .noneMatch(one -> restApi.equals(one.apiId()) && stage.equals(one.stage()))) {
            apiGateway.usagePlans().addStage(plan, restApi, stage);
        }
        if ((created || !apiGateway.usagePlans().keysIn(plan).contains(key))
                && !apiGateway.usagePlans().join(key, plan)) {
            throw gone(step, Part.API_KEY, key);
        }
        return key;
    }

    /** Of one that is gone another is made; one that was created within the last minute may not show yet. */
    private static AwsUnavailableException gone(Step step, Part part, String id) {
        if (step.isNew()) {
            return new AwsUnavailableException("The " + part.words() + " " + id + " does not show so far.");
        }
        step.stray(Map.of(part.attribute(), id), Map.of());
        step.write(new Change().remove(part.attribute()));
        return new AwsUnavailableException("The " + part.words() + " " + id + " is gone: another one is made.");
    }
}
