package io.gatelink.functions.lambda;

/** The VPC link is {@code FAILED}; the message ends with API Gateway's {@code statusMessage}, word for word. */
public final class VpcLinkFailedException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public VpcLinkFailedException(String message) {
        super(message);
    }
}
