package io.gatelink.functions.lambda;

/** AWS asks to come back later: too many requests, or a concurrent modification. */
public final class ThrottledException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    public ThrottledException(String message) {
        super(message);
    }

    @Override
    public boolean passes() {
        return true;
    }
}
