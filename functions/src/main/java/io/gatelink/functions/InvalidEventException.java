package io.gatelink.functions;

/** An event is not CloudTrail's record of a network load balancer's creation in this account and Region. */
public final class InvalidEventException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public InvalidEventException(String message) {
        super(message);
    }
}
