package io.gatelink.functions.lambda;

/** A VPC link of ours is still {@code DELETING}. */
public final class VpcLinkDeletingException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public VpcLinkDeletingException(String message) {
        super(message);
    }

    @Override
    public boolean passes() {
        return true;
    }
}
