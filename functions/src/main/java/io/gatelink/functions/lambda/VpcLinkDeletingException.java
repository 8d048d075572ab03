package io.gatelink.functions.lambda;

/** A VPC link of ours is still {@code DELETING}. */
public final class VpcLinkDeletingException extends GatelinkException {

    public VpcLinkDeletingException(String message) {
        super(message, true);
    }
}
