package io.gatelink.functions;

/** The VPC link is being deleted or no longer exists. */
public final class VpcLinkGoneException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public VpcLinkGoneException(String message) {
        super(message);
    }
}
