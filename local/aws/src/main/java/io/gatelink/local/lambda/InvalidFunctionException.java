package io.gatelink.local.lambda;

import io.gatelink.local.template.Stack;

/** A function of the template that cannot run. The message names resource, handler and remedy in one line. */
public final class InvalidFunctionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String logicalId;

    InvalidFunctionException(Stack.Function function, String problem) {
        super(
                "Function " + function.logicalId() + ": its Handler " + function.handler() + " " + problem,
                null,
                false,
                false);
        logicalId = function.logicalId();
    }

    /** The logical id of the function. */
    public String logicalId() {
        return logicalId;
    }
}
