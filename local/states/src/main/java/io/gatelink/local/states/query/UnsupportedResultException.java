package io.gatelink.local.states.query;

/** An expression gave something that JSON has no form for: a function, for example. */
public final class UnsupportedResultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsupportedResultException() {
        super("The result is not JSON", null, false, false);
    }
}
