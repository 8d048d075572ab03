package io.gatelink.functions.lambda;

/** The VPC link is still {@code PENDING}. */
public final class VpcLinkPendingException extends GatelinkException {

    public VpcLinkPendingException(String message) {
        super(message, true);
    }
}
