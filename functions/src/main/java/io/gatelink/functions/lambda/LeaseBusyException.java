package io.gatelink.functions.lambda;

/** The lease of a load balancer is not free yet, but will be soon: its holder has ended, or is about to. */
public final class LeaseBusyException extends GatelinkException {

    public LeaseBusyException(String message) {
        super(message, true);
    }
}
