package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Keeps executions off each other's links: as long as the one that made a link is running, it may still roll back.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html">
 *      DescribeExecution</a>
 */
record Executions(SfnClient stepFunctions) {

    /**
     * Lets a link be used if this execution made it, or one that has ended or that Step Functions no longer knows.
     *
     * @param executionArn of this execution: the other's differs in its name only
     * @throws LoadBalancerBusyException if the execution that made it is running
     */
    void requireEnded(Link link, StepInput input, String executionArn) {
        String name = name(link.tags().getOrDefault(Tags.EXECUTION, input.execution()));
        if (!name.equals(name(input.execution())) && isRunning(named(executionArn, name))) {
            throw new LoadBalancerBusyException("Load balancer "
                    + LoadBalancerArn.parse(input.loadBalancerArn()).orElseThrow().name()
                    + " is being published by execution " + name + ": it goes on once that has ended.");
        }
    }

    private boolean isRunning(String executionArn) {
        try {
            return stepFunctions.describeExecution(request -> request.executionArn(executionArn)).status()
                    == ExecutionStatus.RUNNING;
        } catch (ExecutionDoesNotExistException e) {
            return false;
        }
    }

    /** Without the start; a name can have at signs of its own. */
    private static String name(String execution) {
        int end = execution.lastIndexOf('@');
        return end < 0 ? execution : execution.substring(0, end);
    }

    private static String named(String executionArn, String name) {
        return executionArn.substring(0, executionArn.lastIndexOf(':') + 1) + name;
    }
}
