package io.gatelink.functions.lambda;

/** The load balancer does not exist (any more). */
public final class LoadBalancerNotFoundException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public LoadBalancerNotFoundException(String message) {
        super(message);
    }
}
