package io.gatelink.functions.lambda;

/** AWS asks to come back later: too many requests, or a concurrent modification. */
public final class ThrottledException extends GatelinkException {

    public ThrottledException(String message) {
        super(message, true);
    }
}
