package io.gatelink.functions;

/** What every step of a workflow is given. */
public interface StepInput {

    /**
     * Which execution of the state machine this is: its name, an at sign and the time at which it started, for a name
     * can be used again after 90 days.
     */
    String execution();

    /** The ARN of the load balancer that the execution is about; {@code null} where it is not known yet. */
    String loadBalancerArn();
}
