package io.gatelink.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * Starts the publish state machine for a network load balancer whose creation CloudTrail reports.
 *
 * <p>The execution's name is made from the load balancer and the event's own id, so that an event that is delivered
 * twice starts nothing twice.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">StartExecution</a>
 */
public final class StartPublicationHandler
        implements RequestHandler<ScheduledEvent, StartPublicationHandler.Output> {

    private final SfnClient stepFunctions;
    private final StateMachineArn stateMachine;
    private final InstantSource clock;

    /** For Lambda. */
    public StartPublicationHandler() {
        this(Environment.current());
    }

    private StartPublicationHandler(Environment environment) {
        this(Clients.stepFunctions(environment), new Settings(environment).stateMachine(), environment.clock());
    }

    StartPublicationHandler(SfnClient stepFunctions, StateMachineArn stateMachine, InstantSource clock) {
        this.stepFunctions = stepFunctions;
        this.stateMachine = stateMachine;
        this.clock = clock;
    }

    /**
     * The execution that is about the event.
     *
     * @param started whether this run started it, or found it running with the same input; {@code false} if it had
     *                been there before and has ended
     */
    public record Output(String executionArn, String executionName, boolean started) {
    }

    /**
     * Starts the execution.
     *
     * @throws InvalidEventException  if the event is not the creation of a network load balancer in the state machine's
     *                                account and Region
     * @throws ThrottledException     and {@link AwsUnavailableException} if the event should be delivered again
     * @throws AwsRefusedException    if Step Functions refuses
     */
    @Override
    public Output handleRequest(ScheduledEvent event, Context context) {
        StepLog log = StepLog.of(context, clock, getClass());
        try {
            LoadBalancerCreated created = LoadBalancerCreated.from(event, stateMachine);
            log = log.about(created.executionName(), created.loadBalancerArn());
            return start(created, log);
        } catch (GatelinkException e) {
            log.failure(e);
            throw e;
        } catch (SdkException e) {
            GatelinkException failure = AwsFailure.of(e);
            log.failure(failure);
            throw failure;
        }
    }

    private Output start(LoadBalancerCreated created, StepLog log) {
        try {
            String executionArn = stepFunctions.startExecution(request -> request
                    .stateMachineArn(stateMachine.toString())
                    .name(created.executionName())
                    .input(StepJson.text(Map.of("loadBalancerArn", created.loadBalancerArn())))).executionArn();
            log.info("Publication started");
            return new Output(executionArn, created.executionName(), true);
        } catch (ExecutionAlreadyExistsException e) {
            log.info("Publication was started before");
            return new Output(stateMachine.execution(created.executionName()), created.executionName(), false);
        }
    }
}
