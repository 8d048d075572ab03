package io.gatelink.functions.lambda;

/** Another execution has the load balancer's lease by now: this one changes nothing any more. */
public final class LeaseLostException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public LeaseLostException(String message) {
        super(message);
    }
}
