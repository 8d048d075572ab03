package io.gatelink.functions.lambda;

/** The VPC link is {@code FAILED}; the message ends with API Gateway's {@code statusMessage}, word for word. */
public final class VpcLinkFailedException extends GatelinkException {

    public VpcLinkFailedException(String message) {
        super(message, false);
    }
}
