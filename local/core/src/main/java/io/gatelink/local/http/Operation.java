package io.gatelink.local.http;

import io.gatelink.local.core.AwsException;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a request asks a service to do, found but not yet done: so that policies, quotas and faults can be applied in
 * between.
 *
 * @param name as AWS names it, e.g. {@code CreateVpcLink}
 * @param work does it, see {@link #start}
 */
public record Operation(String name, Work work) {

    public Operation {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(work, "work");
    }

    /** An operation whose answer is there at once, see {@link #of}. */
    public Operation(String name, Supplier<Response> action) {
        this(name, new Immediate(action));
    }

    /**
     * An operation whose answer is there at once.
     *
     * @param action does it, exclusively; throws {@link AwsException} for AWS's errors
     */
    public static Operation of(String name, Supplier<Response> action) {
        return new Operation(name, new Immediate(action));
    }

    /** An operation that answers later: an invocation of a function. */
    public static Operation async(String name, Work work) {
        return new Operation(name, work);
    }

    /**
     * Does it. Called exclusively; returns at once, whether or not the answer is there yet.
     *
     * @param callback called exactly once, exclusively, maybe within this call
     */
    public void start(Callback callback) {
        work.start(callback);
    }

    /**
     * The action of an operation that answers at once.
     *
     * @throws IllegalStateException if the operation answers later
     */
    public Supplier<Response> action() {
        if (work instanceof Immediate immediate) {
            return immediate.action;
        }
        throw new IllegalStateException(name + " answers later: start it with a callback");
    }

    /** What an operation does. */
    @FunctionalInterface
    public interface Work {

        /** See {@link Operation#start}. Reports AWS's errors to {@code callback}; throws none. */
        void start(Callback callback);
    }

    /** Where an operation's answer goes. */
    public interface Callback {

        void succeeded(Response response);

        void failed(AwsException error);
    }

    private record Immediate(Supplier<Response> action) implements Work {

        @Override
        public void start(Callback callback) {
            Response response;
            try {
                response = action.get();
            } catch (AwsException e) {
                callback.failed(e);
                return;
            }
            callback.succeeded(response);
        }
    }
}
