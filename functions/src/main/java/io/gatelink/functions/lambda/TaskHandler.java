package io.gatelink.functions.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A task of a state machine. It does its work once, without waiting: what is not ready yet is an exception, and the
 * state machine comes back. It can run again after it has done its work.
 *
 * @param <I> its input, see {@link TaskJson}
 * @param <O> its output
 */
public abstract class TaskHandler<I extends Record & TaskInput, O extends Record> implements RequestStreamHandler {

    private final Class<I> inputType;
    private final InstantSource clock;

    protected TaskHandler(Class<I> inputType, InstantSource clock) {
        this.inputType = inputType;
        this.clock = clock;
    }

    /** The time of day. */
    protected final InstantSource clock() {
        return clock;
    }

    /**
     * Does the task.
     *
     * @throws GatelinkException if it cannot be done, or not yet
     * @throws SdkException      if AWS refuses a call; it becomes the {@link GatelinkException} that fits
     */
    protected abstract O handle(I input, TaskLog log);

    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        TaskLog log = TaskLog.of(context, clock, getClass());
        O output;
        try {
            I input = TaskJson.read(in, inputType);
            log = log.about(input.execution().name(),
                    input.loadBalancerArn() == null ? null : input.loadBalancerArn().text());
            log.info("Task started");
            output = handle(input, log);
        } catch (GatelinkException e) {
            log.failure(e);
            throw e;
        } catch (SdkException e) {
            GatelinkException failure = AwsFailure.of(e);
            log.failure(failure);
            throw failure;
        }
        log.info("Task done");
        TaskJson.write(output, out);
    }
}
