package io.gatelink.functions;

/** Another execution publishes the load balancer, or undoes that. */
public final class LoadBalancerBusyException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public LoadBalancerBusyException(String message) {
        super(message);
    }

    @Override
    public boolean passes() {
        return true;
    }
}
