package io.gatelink.functions.lambda;

/** An environment variable of the function is missing or malformed, or a parameter of the stack is malformed. */
public final class InvalidConfigurationException extends GatelinkException {

    public InvalidConfigurationException(String message) {
        super(message, false);
    }
}
