package io.gatelink.functions.lambda;

/**
 * The backend did not answer as expected through the published API, or not yet: targets can become healthy later than
 * their load balancer. The message holds nothing of the answer's body.
 */
public final class SmokeTestFailedException extends GatelinkException {

    public SmokeTestFailedException(String message) {
        super(message, true);
    }
}
