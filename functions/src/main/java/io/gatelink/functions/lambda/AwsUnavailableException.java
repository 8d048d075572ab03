package io.gatelink.functions.lambda;

/** AWS gave no answer, or one of its own failures (5xx): the call may or may not have taken effect. */
public final class AwsUnavailableException extends GatelinkException {

    public AwsUnavailableException(String message) {
        super(message, true);
    }
}
