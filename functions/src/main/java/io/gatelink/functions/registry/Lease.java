package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.LeaseBusyException;
import io.gatelink.functions.lambda.TaskHandler.Run;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Decides who gets the lease of a load balancer. */
public record Lease(Registry registry, Executions executions) {

    /**
     * What came of an attempt to take the lease: one of both.
     *
     * @param step   of this execution, which has the lease now; {@code null} if another execution has it
     * @param holder the other execution, which runs once more; {@code null} if there is none
     */
    public record Attempt(Step step, ExecutionArn holder) {}

    /**
     * Takes the lease for an execution, or leaves it to its holder, which then runs once more.
     *
     * @param deletionAskedAt when an attempt to delete the load balancer was refused, or {@code null}
     * @return the first step of the execution, or the holder that it joins
     * @throws LeaseBusyException if the holder has ended, but one of its functions may still run, or has just changed
     */
    public Attempt take(LoadBalancerArn loadBalancerArn, Run run, String deletionAskedAt) {
        Publication held;
        try {
            return taken(
                    loadBalancerArn,
                    run,
                    asked(deletionAskedAt)
                            .remove(Publication.AGAIN, Publication.AFFECTED)
                            .ifAbsent(Publication.HOLDER));
        } catch (ConditionalCheckFailedException e) {
            held = new Publication(e.item());
        }
        ExecutionArn holder = ExecutionArn.of(held.text(Publication.HOLDER).orElseThrow());
        if (holder.equals(run.execution())) {
            return new Attempt(registry.begin(loadBalancerArn, run), null);
        }
        Instant now = registry.clock().instant();
        Change change = asked(deletionAskedAt).ifIs(Publication.HOLDER, holder.text());
        try {
            if (!executions.holderHasEnded(held, now)) {
                registry.publications().write(loadBalancerArn.text(), change.set(Publication.AGAIN, "true"));
                return new Attempt(null, holder);
            }
            if (!held.isWithin(Step.OVERLAP, Publication.STEP_AT, now)) {
                return taken(
                        loadBalancerArn,
                        run,
                        change.remove(Publication.AGAIN, Publication.SLOTS)
                                .ifSame(Publication.STEP, held.attributes()));
            }
        } catch (ConditionalCheckFailedException e) {
            // The holder has just begun another step, or let go.
        }
        throw new LeaseBusyException("The lease of load balancer " + loadBalancerArn
                + " is about to become free: it is tried again in a few seconds.");
    }

    private Attempt taken(LoadBalancerArn loadBalancerArn, Run run, Change change) {
        Instant now = registry.clock().instant();
        var written = registry.publications()
                .write(
                        loadBalancerArn.text(),
                        change.begin(now)
                                .set(Publication.HOLDER, run.execution().text())
                                .set(Publication.HELD_SINCE, now.toString()));
        return new Attempt(new Step(registry, run, new Publication(written)), null);
    }

    private static Change asked(String deletionAskedAt) {
        Change change = new Change();
        return deletionAskedAt == null ? change : change.set(Publication.DELETION_ASKED_AT, deletionAskedAt);
    }
}
