package io.gatelink.functions.lambda;

/**
 * What a handler throws; the state machine retries and catches by the name of the concrete class. It has no stack
 * trace: its message says what is wrong with which value and what to do, and Step Functions keeps the whole of it in
 * {@code Cause}.
 */
public abstract class GatelinkException extends RuntimeException {

    private final boolean passes;

    /** @param passes whether this can pass by itself */
    protected GatelinkException(String message, boolean passes) {
        super(message, null, false, false);
        this.passes = passes;
    }

    /** Whether this can pass by itself, so that running the step again later makes sense. */
    public final boolean passes() {
        return passes;
    }
}
