package io.gatelink.functions.lambda;

/** An environment variable of the function is missing or malformed, or a parameter of the stack is malformed. */
public final class InvalidConfigurationException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public InvalidConfigurationException(String message) {
        super(message);
    }
}
