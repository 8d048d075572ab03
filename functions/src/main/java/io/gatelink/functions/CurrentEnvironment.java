package io.gatelink.functions;

/** Holds what {@link Environment#within} sets; an interface cannot hide it. */
final class CurrentEnvironment {

    static final ThreadLocal<Environment> OF_THREAD = new ThreadLocal<>();

    private CurrentEnvironment() {
    }
}
