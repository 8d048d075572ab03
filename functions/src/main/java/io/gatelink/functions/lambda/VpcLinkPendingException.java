package io.gatelink.functions.lambda;

/** The VPC link is still {@code PENDING}. */
public final class VpcLinkPendingException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public VpcLinkPendingException(String message) {
        super(message);
    }

    @Override
    public boolean passes() {
        return true;
    }
}
