package io.gatelink.functions.lambda;

/** An API lets in callers whom it must keep out, or would once it is deployed. */
public final class OpenApiException extends GatelinkException {

    public OpenApiException(String message) {
        super(message, false);
    }
}
