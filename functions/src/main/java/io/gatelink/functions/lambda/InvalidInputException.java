package io.gatelink.functions.lambda;

/** The input of a step lacks a field, has one too many, or has one that is malformed. */
public final class InvalidInputException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public InvalidInputException(String message) {
        super(message);
    }
}
