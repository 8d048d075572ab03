package io.gatelink.functions.lambda;

/** An event is not CloudTrail's record of a call about load balancers of this account and Region, or malformed. */
public final class InvalidEventException extends GatelinkException {

    public InvalidEventException(String message) {
        super(message, false);
    }
}
