package io.gatelink.functions;

/** The published API did not answer as expected; targets can become healthy later than their load balancer. */
public final class SmokeTestFailedException extends GatelinkException {

    private static final long serialVersionUID = 1L;

    private final String withoutBody;

    /**
     * @param what what was sent, what came back and what was expected
     * @param body how the answer's body begins, made printable, or an empty string; it is not logged
     */
    public SmokeTestFailedException(String what, String body) {
        super(body.isEmpty() ? what : what + "; the body begins " + body);
        this.withoutBody = what;
    }

    @Override
    public boolean passes() {
        return true;
    }

    @Override
    String loggable() {
        return withoutBody;
    }
}
