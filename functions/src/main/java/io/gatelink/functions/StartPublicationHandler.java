package io.gatelink.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts the publish state machine for each network load balancer of an event that may ask for its publication: it is
 * created, or one of its tags of ours is set or removed. Whether it does ask is for the execution to find out, by the tags
 * as they are then.
 */
public final class StartPublicationHandler implements RequestHandler<ScheduledEvent, StartPublicationHandler.Output> {

    private final ExecutionStarter starter;
    private final InstantSource clock;

    /** For Lambda. */
    public StartPublicationHandler() {
        this(Environment.current());
    }

    private StartPublicationHandler(Environment environment) {
        this(new ExecutionStarter(Clients.stepFunctions(environment), new Settings(environment).stateMachine()),
                environment.clock());
    }

    StartPublicationHandler(ExecutionStarter starter, InstantSource clock) {
        this.starter = starter;
        this.clock = clock;
    }

    /** One for each load balancer of the event. */
    public record Output(List<StartedExecution> executions) {

        public Output {
            executions = List.copyOf(executions);
        }
    }

    /**
     * Starts the executions.
     *
     * @throws InvalidEventException if the event is about something else, or malformed
     * @throws ThrottledException    and {@link AwsUnavailableException} if the event should be delivered again
     * @throws AwsRefusedException   if Step Functions refuses
     */
    @Override
    public Output handleRequest(ScheduledEvent scheduled, Context context) {
        StepLog log = StepLog.of(context, clock, getClass());
        LoadBalancerEvent event;
        try {
            event = LoadBalancerEvent.ofPublication(scheduled, starter.stateMachine());
        } catch (InvalidEventException e) {
            log.failure(e);
            throw e;
        }
        return new Output(starter.start(event, arn -> new TreeMap<>(
                Map.of("loadBalancerArn", arn, "requestedAt", event.time().toString())), log));
    }
}
