package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.model.RestApi;

/**
 * Makes an execution answer for what another one made that ended without success: if it succeeds with it, that is
 * published, and nobody rolls it back; if it does not, it rolls it back.
 */
final class Adoption {

    private final VpcLinks vpcLinks;
    private final RestApis restApis;
    private final Executions executions;
    private final Ownership ownership;
    private final InstantSource clock;

    Adoption(VpcLinks vpcLinks, RestApis restApis, Executions executions, Ownership ownership, InstantSource clock) {
        this.vpcLinks = vpcLinks;
        this.restApis = restApis;
        this.executions = executions;
        this.ownership = ownership;
        this.clock = clock;
    }

    /** Adopts a link at which the execution has the turn, and our APIs for its load balancer. */
    void adopt(Link link, String loadBalancerArn, String execution, String executionArn) {
        for (RestApi api : restApis.ofLoadBalancer(loadBalancerArn)) {
            if (isFree(api.tags(), execution, executionArn)) {
                restApis.tag(api.id(), executionArn, Map.of(Tags.EXECUTION, execution));
            }
        }
        if (isFree(link.tags(), execution, executionArn)) {
            vpcLinks.adopt(link.id(), execution, executionArn);
        }
    }

    private boolean isFree(Map<String, String> tags, String execution, String executionArn) {
        return !ownership.isBy(execution, tags)
                && executions.endedWithoutSuccess(tags.get(Tags.EXECUTION), executionArn, clock.instant());
    }
}
