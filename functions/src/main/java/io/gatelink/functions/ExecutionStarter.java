package io.gatelink.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * Starts an execution for each load balancer of an event, under a name made from the load balancer and the event's own id,
 * so that an event that is delivered twice starts nothing twice.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html">StartExecution</a>
 */
record ExecutionStarter(SfnClient stepFunctions, StateMachineArn stateMachine) {

    /**
     * Starts them. If Step Functions does not take one, the others are started all the same: the event comes again.
     *
     * @param input of the execution for a load balancer
     * @throws ThrottledException     and {@link AwsUnavailableException} if the event should be delivered again
     * @throws AwsRefusedException    if Step Functions refuses
     */
    List<StartedExecution> start(LoadBalancerEvent event, Function<String, Map<String, String>> input, StepLog log) {
        List<StartedExecution> executions = new ArrayList<>();
        GatelinkException failure = null;
        for (String loadBalancerArn : event.loadBalancerArns()) {
            String name = event.executionName(loadBalancerArn);
            StepLog about = log.about(name, loadBalancerArn);
            try {
                executions.add(start(name, StepJson.text(input.apply(loadBalancerArn)), about));
            } catch (SdkException e) {
                failure = AwsFailure.of(e);
                about.failure(failure);
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (executions.isEmpty()) {
            log.info("The event is about no network load balancer's tags of ours: nothing started");
        }
        return executions;
    }

    private StartedExecution start(String name, String input, StepLog log) {
        try {
            String executionArn = stepFunctions.startExecution(request -> request
                    .stateMachineArn(stateMachine.toString()).name(name).input(input)).executionArn();
            log.info("Execution started");
            return new StartedExecution(executionArn, name, true);
        } catch (ExecutionAlreadyExistsException e) {
            log.info("Execution was started before");
            return new StartedExecution(stateMachine.execution(name), name, false);
        }
    }
}
