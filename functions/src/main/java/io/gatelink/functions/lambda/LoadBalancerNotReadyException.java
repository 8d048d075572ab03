package io.gatelink.functions.lambda;

/** The load balancer is still provisioning, or has no listener to publish so far. */
public final class LoadBalancerNotReadyException extends GatelinkException {

    public LoadBalancerNotReadyException(String message) {
        super(message, true);
    }
}
