package io.gatelink.local.states.query;

/**
 * An expression that failed while it was evaluated. The message is one clause: JSONata's code and text, or what
 * exceeded the bounds.
 */
public final class QueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public QueryException(String message) {
        super(message, null, false, false);
    }
}
