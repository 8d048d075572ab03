package io.gatelink.functions.lambda;

/** Another execution has the load balancer's lease by now: this one changes nothing any more. */
public final class LeaseLostException extends GatelinkException {

    public LeaseLostException(String message) {
        super(message, false);
    }
}
