package io.gatelink.functions;

/**
 * An API to look into, and how it should be.
 *
 * @param vpcLinkId     the link that its stage should lead to
 * @param stage         the stage's name
 * @param authorization what its methods should ask for
 */
record PublishedApi(String loadBalancerArn, String restApiId, String vpcLinkId, String stage, String authorization) {

    PublishedApi {
        Checks.loadBalancerArn(loadBalancerArn);
        Checks.id("restApiId", restApiId);
        Checks.id("vpcLinkId", vpcLinkId);
        Checks.asked("stage", stage, LoadBalancerTag.STAGE);
        Checks.authorization(authorization);
    }

    String loadBalancerName() {
        return LoadBalancerArn.parse(loadBalancerArn).orElseThrow().name();
    }
}
