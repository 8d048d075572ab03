package io.gatelink.functions.lambda;

/** Like {@link SmokeTestFailedException}, but callers are affected: it is retried for seconds only, then rolled back. */
public final class SwitchFailedException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public SwitchFailedException(String message) {
        super(message);
    }

    @Override
    public boolean passes() {
        return true;
    }
}
