package io.gatelink.local.http;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Faults.LostAnswerException;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Calls of AWS's API that services of the local AWS make of each other, without HTTP: Step Functions' integrations,
 * EventBridge's deliveries. They meet the same {@link Faults} as calls over HTTP. Used exclusively.
 */
public final class ServiceCalls {

    private final EventLoop loop;
    private final Faults faults;

    public ServiceCalls(EventLoop loop, Faults faults) {
        this.loop = Objects.requireNonNull(loop, "loop");
        this.faults = Objects.requireNonNull(faults, "faults");
    }

    /**
     * Makes one call.
     *
     * @param work     does it: throws {@link AwsException} to refuse, or hands its result to its argument, now or later
     * @param callback hears the outcome, exactly once
     */
    public <T> void make(ApiCall call, Consumer<Consumer<T>> work, Callback<T> callback) {
        Duration delay;
        try {
            delay = faults.before(call);
        } catch (AwsException e) {
            callback.refused(e);
            return;
        } catch (LostAnswerException e) {
            callback.answerLost(e.getMessage());
            return;
        }
        if (delay.isZero()) {
            start(call, work, callback);
        } else {
            loop.schedule(delay, () -> start(call, work, callback));
        }
    }

    private <T> void start(ApiCall call, Consumer<Consumer<T>> work, Callback<T> callback) {
        try {
            work.accept(result -> answer(call, result, callback));
        } catch (AwsException e) {
            faults.refused(call, e);
            callback.refused(e);
        }
    }

    private <T> void answer(ApiCall call, T result, Callback<T> callback) {
        try {
            faults.after(call);
        } catch (AwsException e) {
            callback.refused(e);
            return;
        } catch (LostAnswerException e) {
            callback.answerLost(e.getMessage());
            return;
        }
        Duration delay = faults.answerDelay(call);
        if (delay.isZero()) {
            callback.succeeded(result);
        } else {
            loop.schedule(delay, () -> callback.succeeded(result));
        }
    }

    /** How a call ended. */
    public interface Callback<T> {

        void succeeded(T result);

        /** AWS answered with an error. */
        void refused(AwsException error);

        /** No answer came; whether the call had its effect is unknown. */
        void answerLost(String message);
    }
}
