package io.gatelink.functions.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsFailure;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.GatelinkException;
import io.gatelink.functions.lambda.InvalidEventException;
import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.registry.Executions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Starts the publish state machine for each network or application load balancer that an event names. What is wanted of
 * it is for the execution to find out, by the tags as they are then. The execution's name is made from the load
 * balancer and the event's own id, so that an event that is delivered twice starts nothing twice.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">
 *      StartExecution</a>
 */
public final class StartPublicationHandler implements RequestHandler<ScheduledEvent, StartPublicationHandler.Output> {

    private static final String STATE_MACHINE =
            "arn:aws[a-z-]{0,20}:states:[a-z0-9-]{1,32}:\\d{12}:stateMachine:[A-Za-z0-9_-]{1,80}";

    private final Executions executions;
    private final ExecutionArn any;
    private final InstantSource clock;

    /** For Lambda. */
    public StartPublicationHandler() {
        this(AwsClients.current());
    }

    StartPublicationHandler(AwsClients clients) {
        executions = new Executions(clients.stepFunctions());
        any = anyExecution(clients.settings());
        clock = clients.environment().clock();
    }

    /** An ARN with all that those of the state machine's executions share. */
    private static ExecutionArn anyExecution(Settings settings) {
        return ExecutionArn.of(settings.text(
                                "STATE_MACHINE_ARN",
                                STATE_MACHINE,
                                "set it to the ARN of a state machine, "
                                        + "arn:<partition>:states:<region>:<account>:stateMachine:<name>")
                        .replace(":stateMachine:", ":execution:")
                + ":any");
    }

    /** The ARNs of the executions that are about the event: one for each load balancer. */
    public record Output(List<String> executionArns) {}

    /**
     * Starts the executions. If Step Functions does not take one, the others are started all the same: the event comes
     * again.
     *
     * @throws InvalidEventException if the event is about something else, or malformed
     * @throws io.gatelink.functions.lambda.ThrottledException and {@link
     *         io.gatelink.functions.lambda.AwsUnavailableException} if the event should be delivered again
     * @throws io.gatelink.functions.lambda.AwsRefusedException   if Step Functions refuses
     */
    @Override
    public Output handleRequest(ScheduledEvent scheduled, Context context) {
        TaskLog log = TaskLog.of(context, clock, getClass());
        try {
            return new Output(start(LoadBalancerEvent.of(scheduled, any), log));
        } catch (InvalidEventException e) {
            log.failure(e);
            throw e;
        }
    }

    private List<String> start(LoadBalancerEvent event, TaskLog log) {
        List<String> arns = new ArrayList<>();
        GatelinkException failure = null;
        for (LoadBalancerArn loadBalancer : event.loadBalancers()) {
            ExecutionArn execution = any.named(event.executionName(loadBalancer));
            TaskLog about = log.about(execution.name(), loadBalancer.text());
            try {
                boolean started = executions.start(execution, input(event, loadBalancer));
                about.info(started ? "Execution started" : "Execution was started before");
                arns.add(execution.text());
            } catch (SdkException e) {
                failure = AwsFailure.of(e);
                about.failure(failure);
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (arns.isEmpty()) {
            log.info("The event names no load balancer or no tag of ours: nothing started");
        }
        return arns;
    }

    private static Map<String, String> input(LoadBalancerEvent event, LoadBalancerArn loadBalancer) {
        Map<String, String> input = new TreeMap<>(Map.of(
                "loadBalancerArn",
                loadBalancer.text(),
                "requestedAt",
                event.time().toString()));
        if (event.deletionRefused()) {
            input.put("deletionAskedAt", event.time().toString());
        }
        return input;
    }
}
