package io.gatelink.functions.lambda;

/** Like {@link SmokeTestFailedException}, but callers are affected: retried for seconds only, then rolled back. */
public final class SwitchFailedException extends GatelinkException {

    public SwitchFailedException(String message) {
        super(message, true);
    }
}
