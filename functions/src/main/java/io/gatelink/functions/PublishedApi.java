package io.gatelink.functions;

/**
 * An API to look into, and how it should be.
 *
 * @param vpcLinkId     the link that its stage should lead to
 * @param stage         the stage's name
 * @param authorization what its methods should ask for
 * @param refusal       why its load balancer's tags are refused: then nobody can say how it should be, but that no method
 *                      may be weaker than {@code authorization}; {@code null} if they are not
 */
record PublishedApi(String loadBalancerArn, String restApiId, String vpcLinkId, String stage, String authorization,
        @Nullable String refusal) {

    private static final int LONGEST = 200;

    PublishedApi {
        Checks.loadBalancerArn(loadBalancerArn);
        Checks.id("restApiId", restApiId);
        Checks.id("vpcLinkId", vpcLinkId);
        Checks.asked("stage", stage, LoadBalancerTag.STAGE);
        Checks.authorization(authorization);
        refusal = refusal == null || refusal.length() <= LONGEST ? refusal : refusal.substring(0, LONGEST) + "...";
    }
}
