package io.gatelink.functions;

/** What every step of a workflow is given. */
public interface StepInput {

    /** The name of the execution of the state machine. */
    String execution();

    /** The ARN of the load balancer that the execution is about; {@code null} where it is not known yet. */
    String loadBalancerArn();
}
