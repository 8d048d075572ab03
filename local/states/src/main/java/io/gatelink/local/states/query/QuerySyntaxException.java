package io.gatelink.local.states.query;

/** An expression that is not JSONata, or that uses what Step Functions does not allow. The message is one clause. */
public final class QuerySyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    QuerySyntaxException(String message) {
        super(message, null, false, false);
    }
}
