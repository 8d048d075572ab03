package io.gatelink.functions.lambda;

/** AWS refused a call for a reason that trying again does not remove, a quota for example. */
public final class AwsRefusedException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public AwsRefusedException(String message) {
        super(message);
    }
}
