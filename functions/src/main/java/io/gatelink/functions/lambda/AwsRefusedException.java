package io.gatelink.functions.lambda;

/** AWS refused a call for a reason that trying again does not remove, a quota for example. */
public final class AwsRefusedException extends GatelinkException {

    public AwsRefusedException(String message) {
        super(message, false);
    }
}
