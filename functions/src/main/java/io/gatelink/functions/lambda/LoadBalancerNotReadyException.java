package io.gatelink.functions.lambda;

/** The load balancer is still provisioning, or has no listener to publish so far. */
public final class LoadBalancerNotReadyException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public LoadBalancerNotReadyException(String message) {
        super(message);
    }

    @Override
    public boolean passes() {
        return true;
    }
}
