package io.gatelink.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts the withdraw state machine for each network load balancer of an event that may ask for its withdrawal: the tag
 * {@link Tags#PUBLISH} is removed or gets another value than {@code true}, or the load balancer is deleted. Whether it
 * does ask is for the execution to find out, by the tags as they are then.
 */
public final class StartWithdrawalHandler implements RequestHandler<ScheduledEvent, StartWithdrawalHandler.Output> {

    private final ExecutionStarter starter;
    private final InstantSource clock;

    /** For Lambda. */
    public StartWithdrawalHandler() {
        this(Environment.current());
    }

    private StartWithdrawalHandler(Environment environment) {
        this(new ExecutionStarter(Clients.stepFunctions(environment), new Settings(environment).stateMachine()),
                environment.clock());
    }

    StartWithdrawalHandler(ExecutionStarter starter, InstantSource clock) {
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
            event = LoadBalancerEvent.ofWithdrawal(scheduled, starter.stateMachine());
        } catch (InvalidEventException e) {
            log.failure(e);
            throw e;
        }
        return new Output(starter.start(event, arn -> new TreeMap<>(Map.of(
                "loadBalancerArn", arn, "requestedAt", event.time().toString())), log));
    }
}
