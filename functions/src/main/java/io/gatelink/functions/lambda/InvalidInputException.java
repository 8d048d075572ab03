package io.gatelink.functions.lambda;

/** The input of a step lacks a field, has one too many, or has one that is malformed. */
public final class InvalidInputException extends GatelinkException {

    public InvalidInputException(String message) {
        super(message, false);
    }
}
