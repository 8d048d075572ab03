package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Step;
import java.util.EnumSet;
import java.util.List;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;

/**
 * The API key that opens the stage of a load balancer's API, through a usage plan.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html">
 *      Usage plans and API keys for REST APIs</a>
 */
record StageKey(Step step, ApiGateway apiGateway) {

    /**
     * Finds or makes both, and lets the key open the stage, which exists.
     *
     * @return the key's id
     * @throws AwsUnavailableException if one of them is gone: the next run makes another
     */
    String opening(String restApi, String stage) {
        var created = EnumSet.noneOf(Part.class);
        String plan = step.obtain(Part.USAGE_PLAN, () -> apiGateway.of(Part.USAGE_PLAN, step.loadBalancerArn()), () -> {
            created.add(Part.USAGE_PLAN);
            return apiGateway.createUsagePlan(step.loadBalancerArn(), restApi, stage);
        });
        String key = step.obtain(Part.API_KEY, () -> apiGateway.of(Part.API_KEY, step.loadBalancerArn()), () -> {
            created.add(Part.API_KEY);
            return apiGateway.createApiKey(step.loadBalancerArn());
        });
        if (!created.contains(Part.USAGE_PLAN)) {
            var found = apiGateway.usagePlan(plan).orElseThrow(() -> gone(Part.USAGE_PLAN, plan));
            if (found.apiStages().stream().noneMatch(one -> restApi.equals(one.apiId()) && stage.equals(one.stage()))) {
                apiGateway.addStage(plan, restApi, stage);
            }
        }
        if (created.contains(Part.USAGE_PLAN) || !apiGateway.keysIn(plan).contains(key)) {
            try {
                apiGateway.join(key, plan);
            } catch (NotFoundException e) {
                throw created.contains(Part.API_KEY) ? new AwsUnavailableException(
                        "API key " + key + " does not show so far: it is tried again.") : gone(Part.API_KEY, key);
            } catch (ConflictException e) {
                throw new AwsUnavailableException(
                        "Usage plan " + plan + " is being changed by something else: it is read again.");
            }
        }
        return key;
    }

    private AwsUnavailableException gone(Part part, String id) {
        step.write(new Change().remove(part.attribute())
                .set(Attributes.STRAYS, step.strays(List.of(part.stray(id)))));
        String words = part == Part.API_KEY ? part.words() : "Usage plan";
        return new AwsUnavailableException(words + " " + id + " is gone: another one is made.");
    }
}
