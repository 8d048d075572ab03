package io.gatelink.functions.trigger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsFailure;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.GatelinkException;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.InvalidEventException;
import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.lambda.TaskJson;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.lambda.Text;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * Starts the publish state machine for each network load balancer that an event names. What is wanted of it is for the
 * execution to find out, by the tags as they are then. The execution's name is made from the load balancer and the
 * event's own id, so that an event that is delivered twice starts nothing twice.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">
 *      StartExecution</a>
 */
public final class StartPublicationHandler implements RequestHandler<ScheduledEvent, StartPublicationHandler.Output> {

    /** So long a refused deletion takes the load balancer back; later it is published again. */
    private static final Duration DELETION = Duration.ofHours(1);

    private static final Pattern STATE_MACHINE = Pattern.compile(
            "arn:aws[a-z-]{0,20}:states:[a-z0-9-]{1,32}:\\d{12}:stateMachine:[A-Za-z0-9_-]{1,80}");

    private final SfnClient stepFunctions;
    private final ExecutionArn any;
    private final InstantSource clock;

    /** For Lambda. */
    public StartPublicationHandler() {
        this(AwsClients.current());
    }

    StartPublicationHandler(AwsClients clients) {
        stepFunctions = clients.stepFunctions();
        any = anyExecution(clients.settings());
        clock = clients.environment().clock();
    }

    /** An ARN with all that those of the state machine's executions share. */
    private static ExecutionArn anyExecution(Settings settings) {
        String text = settings.arn("STATE_MACHINE_ARN");
        if (!STATE_MACHINE.matcher(text).matches()) {
            throw new InvalidConfigurationException("Environment variable STATE_MACHINE_ARN is " + Text.shown(text)
                    + ": set it to the ARN of a state machine, "
                    + "arn:<partition>:states:<region>:<account>:stateMachine:<name>.");
        }
        return ExecutionArn.of(text.replace(":stateMachine:", ":execution:") + ":any");
    }

    /** One execution for each load balancer of the event. */
    public record Output(List<Started> executions) {

    }

    /**
     * An execution that is about an event.
     *
     * @param started whether this run started it, or found it running with the same input; {@code false} if it had been
     *                there before and has ended
     */
    public record Started(String executionArn, String executionName, boolean started) {
    }

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
        LoadBalancerEvent event;
        try {
            event = LoadBalancerEvent.of(scheduled, any);
        } catch (InvalidEventException e) {
            log.failure(e);
            throw e;
        }
        if (event.deletionRefused() && !clock.instant().isBefore(event.time().plus(DELETION))) {
            log.info("The deletion was refused more than an hour ago: nothing started");
            return new Output(List.of());
        }
        return new Output(start(event, log));
    }

    private List<Started> start(LoadBalancerEvent event, TaskLog log) {
        List<Started> executions = new ArrayList<>();
        GatelinkException failure = null;
        for (LoadBalancerArn loadBalancer : event.loadBalancers()) {
            String name = event.executionName(loadBalancer);
            TaskLog about = log.about(name, loadBalancer.text());
            try {
                executions.add(start(name, input(event, loadBalancer), about));
            } catch (SdkException e) {
                failure = AwsFailure.of(e);
                about.failure(failure);
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (executions.isEmpty()) {
            log.info("The event names no network load balancer or no tag of ours: nothing started");
        }
        return executions;
    }

    private static String input(LoadBalancerEvent event, LoadBalancerArn loadBalancer) {
        Map<String, String> input = new TreeMap<>(Map.of(
                "loadBalancerArn", loadBalancer.text(), "requestedAt", event.time().toString()));
        if (event.deletionRefused()) {
            input.put("deletionAskedAt", event.time().toString());
        }
        return TaskJson.text(input);
    }

    private Started start(String name, String input, TaskLog log) {
        try {
            String executionArn = stepFunctions.startExecution(request -> request
                    .stateMachineArn(any.stateMachineArn()).name(name).input(input)).executionArn();
            log.info("Execution started");
            return new Started(executionArn, name, true);
        } catch (ExecutionAlreadyExistsException e) {
            log.info("Execution was started before");
            return new Started(any.named(name).text(), name, false);
        }
    }
}
