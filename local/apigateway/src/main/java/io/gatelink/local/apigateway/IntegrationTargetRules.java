package io.gatelink.local.apigateway;

import io.gatelink.local.core.Account;
import java.util.regex.Pattern;

/**
 * Which load balancer an integration may name as its target. Only one that goes through a VPC link V2 has a target; a
 * stage variable in the place of the link's id may stand for either version.
 *
 * <p>AWS documents that a link V2 needs a target, in these words; in what it refuses beyond that, this is strict.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html">PutIntegration</a>
 */
final class IntegrationTargetRules {

    private final VpcLinks vpcLinks;
    private final VpcLinksV2 vpcLinksV2;
    private final LoadBalancerDirectory loadBalancers;
    private final Pattern loadBalancerArn;

    IntegrationTargetRules(
            Account account, VpcLinks vpcLinks, VpcLinksV2 vpcLinksV2, LoadBalancerDirectory loadBalancers) {
        this.vpcLinks = vpcLinks;
        this.vpcLinksV2 = vpcLinksV2;
        this.loadBalancers = loadBalancers;
        this.loadBalancerArn = Pattern.compile(Pattern.quote(account.arn("elasticloadbalancing", "loadbalancer/"))
                + "(?:net|app)/[A-Za-z0-9-]+/[0-9a-f]+");
    }

    /**
     * @param before the integration's target so far: one that stays need not exist any more; {@code null} if it has
     *               none
     * @throws io.gatelink.local.core.AwsException BadRequestException
     */
    void check(Integration integration, String before) {
        String target = integration.integrationTarget();
        if (!"VPC_LINK".equals(integration.connectionType())) {
            if (target != null) {
                throw ApiGatewayErrors.badRequest("IntegrationTarget is only supported for connection type VPC_LINK");
            }
            return;
        }
        String link = integration.connectionId();
        if (target == null && vpcLinksV2.find(link).isPresent()) {
            throw ApiGatewayErrors.badRequest("IntegrationTarget is required for VpcLinkV2 " + link + ".");
        }
        if (target != null && vpcLinks.find(link).isPresent()) {
            throw ApiGatewayErrors.badRequest("IntegrationTarget is not supported for VpcLink " + link + ".");
        }
        if (target != null && !target.equals(before)) {
            checkTarget(target);
        }
    }

    private void checkTarget(String target) {
        if (!VpcLinks.ARN.matcher(target).matches()) {
            throw ApiGatewayErrors.badRequest("Invalid ARN. ARN is not well formed " + target);
        }
        if (!loadBalancerArn.matcher(target).matches()) {
            throw ApiGatewayErrors.badRequest("IntegrationTarget must be the ARN of an Application Load Balancer or a "
                    + "Network Load Balancer of this account and Region, but is " + target);
        }
        if (loadBalancers.find(target).isEmpty()) {
            throw ApiGatewayErrors.badRequest("IntegrationTarget " + target + " does not exist");
        }
    }
}
