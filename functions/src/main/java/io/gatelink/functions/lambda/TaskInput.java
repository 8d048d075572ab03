package io.gatelink.functions.lambda;

/** What every task of a workflow is given. */
public interface TaskInput {

    /** The execution that runs the task. */
    ExecutionArn execution();

    /** The ARN of the load balancer that the execution is about; {@code null} if there is none, or not yet. */
    TextValue loadBalancerArn();
}
