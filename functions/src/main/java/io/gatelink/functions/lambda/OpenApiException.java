package io.gatelink.functions.lambda;

/** An API lets in callers whom it must keep out, or would once it is deployed. */
public final class OpenApiException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public OpenApiException(String message) {
        super(message);
    }
}
