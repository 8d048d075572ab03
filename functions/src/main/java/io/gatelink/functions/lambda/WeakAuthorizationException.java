package io.gatelink.functions.lambda;

/** An API lets in callers that it must keep out, or would once it is deployed. */
public final class WeakAuthorizationException extends GatelinkException {

    public WeakAuthorizationException(String message) {
        super(message, false);
    }
}
