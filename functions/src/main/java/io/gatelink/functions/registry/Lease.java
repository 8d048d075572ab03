package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.LeaseBusyException;
import java.util.Optional;

/** Decides who gets the lease of a load balancer. */
public record Lease(Publications publications, Executions executions) {

    /**
     * Takes the lease for an execution, or leaves it to its holder, which then runs once more.
     *
     * @param deletionAskedAt when an attempt to delete the load balancer was refused, or {@code null}
     * @return the holder that the execution joins; nothing if it has the lease now
     * @throws LeaseBusyException if the holder has ended, but one of its functions may still run, or has just changed
     */
    public Optional<ExecutionArn> take(LoadBalancerArn loadBalancerArn, ExecutionArn execution,
            String deletionAskedAt) {
        Optional<Publication> held = publications.take(loadBalancerArn, execution, deletionAskedAt);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        ExecutionArn holder = ExecutionArn.of(
                held.get().text(Attributes.HOLDER).orElseThrow(() -> busy(loadBalancerArn)));
        var now = publications.clock().instant();
        if (!executions.holderHasEnded(held.get(), now)) {
            if (publications.askAgain(held.get(), deletionAskedAt).isPresent()) {
                throw busy(loadBalancerArn);
            }
            return Optional.of(holder);
        }
        if (held.get().time(Attributes.STEP_AT).filter(since -> now.isBefore(since.plus(Step.OVERLAP))).isPresent()
                || publications.takeFrom(held.get(), execution, deletionAskedAt).isPresent()) {
            throw busy(loadBalancerArn);
        }
        return Optional.empty();
    }

    private static LeaseBusyException busy(LoadBalancerArn loadBalancerArn) {
        return new LeaseBusyException("The lease of load balancer " + loadBalancerArn
                + " is about to become free: it is tried again in a few seconds.");
    }
}
