package io.gatelink.local.lambda;

import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Lambda's queue of asynchronous invocations: a function that fails is invoked again after one minute and after two
 * more, then its event is dropped. Used exclusively.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html">How Lambda handles
 *     errors with asynchronous invocation</a>
 */
public final class AsyncInvocations {

    private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final EventLoop loop;
    private final LambdaService lambda;
    private final Listener listener;

    public AsyncInvocations(EventLoop loop, LambdaService lambda, Listener listener) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.lambda = Objects.requireNonNull(lambda, "lambda");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** Follows asynchronous invocations. Called exclusively. */
    public interface Listener {

        /** Nobody listens. */
        Listener NONE = new Listener() { };

        default void succeeded(String functionName, byte[] event, Invocation invocation) {
        }

        /** The function failed and is invoked again, {@code next} from now. */
        default void retrying(String functionName, byte[] event, Invocation failure, Duration next) {
        }

        /** The function failed for the last time; the event is lost. */
        default void dropped(String functionName, byte[] event, Invocation failure) {
        }
    }

    /**
     * Takes an event over; returns before the function runs.
     *
     * @throws io.gatelink.local.AwsException as {@link LambdaService#invoke} does
     */
    public void accept(String functionName, byte[] event) {
        accept(lambda.resolve(functionName, null), event);
    }

    void accept(LambdaService.Target target, byte[] event) {
        byte[] payload = LambdaService.checked(event);
        loop.schedule(Duration.ZERO, () -> attempt(target, payload, 0));
    }

    private void attempt(LambdaService.Target target, byte[] event, int retries) {
        String name = target.function().name();
        Consumer<Invocation> ended = invocation -> {
            if (!invocation.failed()) {
                listener.succeeded(name, event, invocation);
            } else if (retries < RETRIES.size()) {
                Duration next = RETRIES.get(retries);
                listener.retrying(name, event, invocation, next);
                loop.schedule(next, () -> attempt(target, event, retries + 1));
            } else {
                listener.dropped(name, event, invocation);
            }
        };
        lambda.invoke(target, event, line -> { }, ended);
    }
}
