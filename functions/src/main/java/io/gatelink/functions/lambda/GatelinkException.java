package io.gatelink.functions.lambda;

/**
 * What a handler throws; the state machine retries and catches by the name of the concrete class. It has no stack
 * trace: its message says what is wrong with which value and what to do, and Step Functions keeps the whole of it in
 * {@code Cause}.
 */
public abstract sealed class GatelinkException extends RuntimeException
        permits AwsRefusedException, AwsUnavailableException, InvalidConfigurationException,
        InvalidEventException, InvalidInputException, LeaseBusyException, LeaseLostException,
        LoadBalancerNotFoundException, LoadBalancerNotReadyException, OpenApiException, SmokeTestFailedException,
        SwitchFailedException, ThrottledException, UnsupportedLoadBalancerException, VpcLinkDeletingException,
        VpcLinkFailedException, VpcLinkPendingException {

    private static final long serialVersionUID = 1L;

    public GatelinkException(String message) {
        super(message, null, false, false);
    }

    /** Whether this can pass by itself, so that running the step again later makes sense. */
    public boolean passes() {
        return false;
    }

}
