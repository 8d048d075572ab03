package io.gatelink.functions.lambda;

/** The load balancer cannot be published as it is; the message has the remedy. */
public final class UnsupportedLoadBalancerException extends GatelinkException {

    public UnsupportedLoadBalancerException(String message) {
        super(message, false);
    }
}
