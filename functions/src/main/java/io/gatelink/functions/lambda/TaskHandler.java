package io.gatelink.functions.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A task of a state machine. It does its work once, without waiting: what is not ready yet is an exception, and the
 * state machine comes back. It can run again after it has done its work.
 *
 * @param <I> its input apart from what {@link Run} has, see {@link TaskJson}
 * @param <O> its output
 */
public abstract class TaskHandler<I extends Record, O extends Record> implements RequestStreamHandler {

    private final Class<I> inputType;
    private final InstantSource clock;

    protected TaskHandler(Class<I> inputType, InstantSource clock) {
        this.inputType = inputType;
        this.clock = clock;
    }

    /**
     * What every task of a workflow is given.
     *
     * @param execution       that runs the task
     * @param loadBalancerArn of the load balancer that the execution is about; {@code null} if there is none, or not
     *                        yet
     */
    public record Run(ExecutionArn execution, String loadBalancerArn, TaskLog log) {}

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
    protected abstract O handle(I input, Run run);

    @Override
    public final void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        TaskLog log = TaskLog.of(context, clock, getClass());
        O output;
        try {
            Map<String, Object> fields = TaskJson.object(in)
                    .orElseThrow(() -> new InvalidInputException(
                            "Input is not a JSON object: give one, in UTF-8, without duplicate fields."));
            ExecutionArn execution = ExecutionArn.of(String.valueOf(fields.get("execution")));
            // The first task finds it in what the execution was started with.
            Map<?, ?> about = fields.get("input") instanceof Map<?, ?> input ? input : fields;
            String loadBalancerArn = about.get("loadBalancerArn") instanceof String arn ? arn : null;
            log = log.about(execution.name(), loadBalancerArn);
            I input = TaskJson.read(fields, inputType);
            log.info("Task started");
            output = handle(input, new Run(execution, loadBalancerArn, log));
        } catch (GatelinkException e) {
            log.failure(e);
            throw e;
        } catch (SdkException e) {
            GatelinkException failure = AwsFailure.of(e);
            log.failure(failure);
            throw failure;
        }
        log.info("Task done");
        out.write(TaskJson.bytes(output));
    }
}
