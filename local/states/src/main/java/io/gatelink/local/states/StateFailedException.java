package io.gatelink.local.states;

/** Carries a failure out of the depth of a state's evaluation, to where the state is retried or caught. */
final class StateFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    StateFailedException(Failure failure) {
        super(failure.cause(), null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
