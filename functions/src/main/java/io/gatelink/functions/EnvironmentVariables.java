package io.gatelink.functions;

/** The environment variables that the functions read. */
public final class EnvironmentVariables {

    /** The ARN of the state machine that the function starts. */
    public static final String STATE_MACHINE_ARN = "STATE_MACHINE_ARN";

    /** The ARN of the publish state machine, for who starts several. */
    public static final String PUBLISH_STATE_MACHINE_ARN = "PUBLISH_STATE_MACHINE_ARN";

    /** The ARN of the withdraw state machine, for who starts several. */
    public static final String WITHDRAW_STATE_MACHINE_ARN = "WITHDRAW_STATE_MACHINE_ARN";

    /** The value of the tag {@link Tags#OWNER}: the stack's name. */
    public static final String GATELINK_OWNER = "GATELINK_OWNER";

    /** Lambda sets it. */
    public static final String AWS_REGION = "AWS_REGION";

    /** Where all of AWS is, if not at its own endpoints. */
    public static final String AWS_ENDPOINT_URL = "AWS_ENDPOINT_URL";

    /** Lambda sets it to {@code snap-start} while it makes a snapshot. */
    public static final String AWS_LAMBDA_INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";

    private EnvironmentVariables() {
    }
}
