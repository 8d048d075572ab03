package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.LeaseBusyException;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Decides who gets the lease of a load balancer. */
public record Lease(Registry registry, Executions executions) {

    /**
     * Takes the lease for an execution, or leaves it to its holder, which then runs once more.
     *
     * @param deletionAskedAt when an attempt to delete the load balancer was refused, or {@code null}
     * @return the holder that the execution joins; nothing if it has the lease now
     * @throws LeaseBusyException if the holder has ended, but one of its functions may still run, or has just changed
     */
    public Optional<ExecutionArn> take(
            LoadBalancerArn loadBalancerArn, ExecutionArn execution, String deletionAskedAt) {
        Publication held;
        try {
            registry.publications()
                    .write(
                            loadBalancerArn.text(),
                            taken(execution, deletionAskedAt)
                                    .remove(Publication.AGAIN, Publication.AFFECTED)
                                    .ifAbsent(Publication.HOLDER));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            held = new Publication(e.item());
        }
        ExecutionArn holder = ExecutionArn.of(held.text(Publication.HOLDER).orElseThrow());
        if (holder.equals(execution)) {
            return Optional.empty();
        }
        Instant now = registry.clock().instant();
        boolean ended = executions.holderHasEnded(held, now);
        Change change = ended
                ? taken(execution, deletionAskedAt)
                        .remove(Publication.AGAIN, Publication.SLOTS)
                        .ifSame(Publication.STEP, held.attributes())
                : asked(deletionAskedAt).set(Publication.AGAIN, "true");
        if (ended && held.isWithin(Step.OVERLAP, Publication.STEP_AT, now)
                || !registry.publications()
                        .isWritten(loadBalancerArn.text(), change.ifIs(Publication.HOLDER, holder.text()))) {
            throw new LeaseBusyException("The lease of load balancer " + loadBalancerArn
                    + " is about to become free: it is tried again in a few seconds.");
        }
        return ended ? Optional.empty() : Optional.of(holder);
    }

    private Change taken(ExecutionArn execution, String deletionAskedAt) {
        Instant now = registry.clock().instant();
        return asked(deletionAskedAt)
                .begin(now)
                .set(Publication.HOLDER, execution.text())
                .set(Publication.HELD_SINCE, now.toString());
    }

    private static Change asked(String deletionAskedAt) {
        Change change = new Change();
        return deletionAskedAt == null ? change : change.set(Publication.DELETION_ASKED_AT, deletionAskedAt);
    }
}
