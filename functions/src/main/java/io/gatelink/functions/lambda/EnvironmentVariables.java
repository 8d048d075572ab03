package io.gatelink.functions.lambda;

/** The environment variables that the functions read. */
public final class EnvironmentVariables {

    /** The stack's name, which is the value of the tag {@code gatelink:owner}. */
    public static final String GATELINK_OWNER = "GATELINK_OWNER";

    /** The name of the table of publications. */
    public static final String PUBLICATIONS_TABLE = "PUBLICATIONS_TABLE";

    /** The name of the table of what executions share. */
    public static final String COORDINATION_TABLE = "COORDINATION_TABLE";

    /** The ARN of the publish state machine, for the function that starts it. */
    public static final String STATE_MACHINE_ARN = "STATE_MACHINE_ARN";

    /** The parameter PublishMode. */
    public static final String PUBLISH_MODE = "PUBLISH_MODE";

    /** The parameter AllowOpenApis. */
    public static final String ALLOW_OPEN_APIS = "ALLOW_OPEN_APIS";

    /** The parameter Authorization. */
    public static final String AUTHORIZATION = "AUTHORIZATION";

    /** The parameter StageName. */
    public static final String STAGE_NAME = "STAGE_NAME";

    /** The parameter SmokeTestPath. */
    public static final String SMOKE_TEST_PATH = "SMOKE_TEST_PATH";

    /** The parameter SmokeTestExpect. */
    public static final String SMOKE_TEST_EXPECT = "SMOKE_TEST_EXPECT";

    /** The parameter IntegrationTimeoutMillis. */
    public static final String INTEGRATION_TIMEOUT_MILLIS = "INTEGRATION_TIMEOUT_MILLIS";

    /** The parameter AccessLogs. */
    public static final String ACCESS_LOGS = "ACCESS_LOGS";

    /** The ARN of the log group to which stages log their requests. */
    public static final String ACCESS_LOG_GROUP_ARN = "ACCESS_LOG_GROUP_ARN";

    /** The parameter ThrottlingRateLimit. */
    public static final String THROTTLING_RATE_LIMIT = "THROTTLING_RATE_LIMIT";

    /** The parameter ThrottlingBurstLimit. */
    public static final String THROTTLING_BURST_LIMIT = "THROTTLING_BURST_LIMIT";

    /** The parameter AllowedOrganizationId. */
    public static final String ALLOWED_ORGANIZATION_ID = "ALLOWED_ORGANIZATION_ID";

    /** The parameter AllowedVpcEndpointIds. */
    public static final String ALLOWED_VPC_ENDPOINT_IDS = "ALLOWED_VPC_ENDPOINT_IDS";

    /** The parameter SecurityPolicy. */
    public static final String SECURITY_POLICY = "SECURITY_POLICY";

    /** The ARN of the role of the function that sends the smoke test. */
    public static final String SMOKE_TEST_ROLE_ARN = "SMOKE_TEST_ROLE_ARN";

    /** The parameter SwitchDrainSeconds. */
    public static final String SWITCH_DRAIN_SECONDS = "SWITCH_DRAIN_SECONDS";

    /** The parameter ReconcileMinutes. */
    public static final String RECONCILE_MINUTES = "RECONCILE_MINUTES";

    /** The parameter MaxWithdrawPercent. */
    public static final String MAX_WITHDRAW_PERCENT = "MAX_WITHDRAW_PERCENT";

    /** Lambda sets it. */
    public static final String AWS_REGION = "AWS_REGION";

    /** Where all of AWS is, if not at its own endpoints. */
    public static final String AWS_ENDPOINT_URL = "AWS_ENDPOINT_URL";

    /** Lambda sets it to {@code snap-start} while it makes a snapshot. */
    public static final String AWS_LAMBDA_INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";

    private EnvironmentVariables() {
    }
}
