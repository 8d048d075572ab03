package io.gatelink.functions.withdraw;

import static io.gatelink.functions.registry.Attributes.DEPLOYMENT;
import static io.gatelink.functions.registry.Attributes.LOAD_BALANCER_ARN;
import static io.gatelink.functions.registry.Attributes.STAGE;
import static io.gatelink.functions.registry.Attributes.TAKEN_OVER;

import io.gatelink.functions.apigateway.Ownership;
import io.gatelink.functions.apigateway.RestApis;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

/** Undoes a take-over that did not come to its end: the stage leads back, then the API and its tags go back. */
public record GiveBack(Step step, ApiGatewayClient apiGateway, Ownership ownership, Removal removal) {

    /**
     * Does so if the item says that something was taken over.
     *
     * @return whether nothing is taken over any more; otherwise what was taken over must not be deleted
     */
    public boolean run() {
        Map<String, String> taken = step.publication().map(TAKEN_OVER);
        if (taken.isEmpty()) {
            return true;
        }
        var restApis = new RestApis(apiGateway, ownership);
        LoadBalancerArn from = LoadBalancerArn.of(taken.get(LOAD_BALANCER_ARN));
        String restApi = taken.get(Part.REST_API.attribute());
        boolean ledBack = removal.run("stage " + taken.get(STAGE) + " of REST API " + restApi + ", as it was before",
                () -> restApis.serve(restApi, taken.get(STAGE), taken.get(DEPLOYMENT),
                        taken.get(Part.VPC_LINK.attribute())));
        if (!ledBack) {
            return false;
        }
        step.publication().text(DEPLOYMENT).filter(made -> !made.equals(taken.get(DEPLOYMENT)))
                .ifPresent(made -> removal.deployment(restApi, made));
        restApis.tag(step.execution(), "/restapis/" + restApi, from);
        tag(restApis, "/apikeys/", taken.get(Part.API_KEY.attribute()), from);
        tag(restApis, "/usageplans/", taken.get(Part.USAGE_PLAN.attribute()), from);
        if (!TakeOver.giveBack(step)) {
            step.write(new Change().remove(TAKEN_OVER));
        }
        return true;
    }

    private void tag(RestApis restApis, String path, String id, LoadBalancerArn from) {
        if (id != null) {
            restApis.tag(step.execution(), path + id, from);
        }
    }
}
