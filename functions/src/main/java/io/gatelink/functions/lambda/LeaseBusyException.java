package io.gatelink.functions.lambda;

/** The lease of a load balancer is not free yet, but will be soon: its holder has ended, or is about to. */
public final class LeaseBusyException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public LeaseBusyException(String message) {
        super(message);
    }

    @Override
    public boolean passes() {
        return true;
    }
}
