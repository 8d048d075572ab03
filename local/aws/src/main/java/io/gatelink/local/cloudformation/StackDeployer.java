package io.gatelink.local.cloudformation;

import io.gatelink.local.template.Stack;

/** Brings all services in line with the stacks that are deployed. Used exclusively. */
public interface StackDeployer {

    /**
     * Runs a stack, in the place of the one of its name if there is one. All or nothing.
     *
     * @throws io.gatelink.local.template.UndeployableException with everything that services refuse
     */
    void deploy(Stack stack);

    /**
     * Removes what a stack has, if there is one of this name.
     *
     * @throws io.gatelink.local.template.UndeployableException with everything that cannot be deleted
     */
    void delete(String stackName);

    /** Whether deployed code is the build that the local AWS runs from. */
    boolean isBuildAtHand(Stack.S3Location code);
}
