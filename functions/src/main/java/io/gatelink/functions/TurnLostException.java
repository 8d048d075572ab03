package io.gatelink.functions;

/** Another execution may change now what is published for the load balancer: this one may not any more. */
public final class TurnLostException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public TurnLostException(String message) {
        super(message);
    }
}
