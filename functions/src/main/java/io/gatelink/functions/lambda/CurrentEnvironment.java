package io.gatelink.functions.lambda;

/** Holds what {@link Environment#within} sets; an interface cannot hide it. */
public final class CurrentEnvironment {

    public static final ThreadLocal<Environment> OF_THREAD = new ThreadLocal<>();

    private CurrentEnvironment() {
    }
}
