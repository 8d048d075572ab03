package io.gatelink.functions.apigateway;

/** The stage variables that integrations refer to. */
public final class StageVariables {

    /** The id of the VPC link that the stage's requests go through. */
    public static final String VPC_LINK_ID = "vpcLinkId";

    /** How an integration refers to {@link #VPC_LINK_ID}; API Gateway resolves it at each request. */
    public static final String VPC_LINK_ID_REFERENCE = "${stageVariables." + VPC_LINK_ID + "}";

    private StageVariables() {
    }
}
