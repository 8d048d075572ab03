package io.gatelink.functions.lambda;

/** The load balancer does not exist (any more). */
public final class LoadBalancerNotFoundException extends GatelinkException {

    public LoadBalancerNotFoundException(String message) {
        super(message, false);
    }
}
