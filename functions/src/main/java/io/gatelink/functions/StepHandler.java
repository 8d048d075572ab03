package io.gatelink.functions;

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
 * @param <I> its input; all fields are strings
 * @param <O> its output
 */
abstract class StepHandler<I extends Record & StepInput, O extends Record> implements RequestStreamHandler {

    private final Class<I> inputType;
    private final InstantSource clock;

    StepHandler(Class<I> inputType, InstantSource clock) {
        this.inputType = inputType;
        this.clock = clock;
    }

    /**
     * Does the step.
     *
     * @throws GatelinkException if it cannot be done, or not yet
     * @throws SdkException      if AWS refuses a call; it becomes the {@link GatelinkException} that fits
     */
    abstract O handle(I input, StepLog log);

    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        StepLog log = StepLog.of(context, clock, getClass());
        O output;
        try {
            I input = StepJson.read(in, inputType);
            log = log.about(input.execution(), input.loadBalancerArn());
            log.info("Step started");
            output = handle(input, log);
        } catch (GatelinkException e) {
            log.failure(e);
            throw e;
        } catch (SdkException e) {
            GatelinkException failure = AwsFailure.of(e);
            log.failure(failure);
            throw failure;
        }
        log.info("Step done");
        StepJson.write(output, out);
    }
}
