package io.gatelink.functions.registry;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.LeaseBusyException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Moves a REST API, with its key, usage plan and base path, from the item of one load balancer to that of another and
 * back. Both items are written in one transaction, on condition that no execution has the lease of the load balancer
 * that the API is taken from: so no execution ever needs two leases.
 */
public final class TakeOver {

    /** The parts that move; the VPC link stays with its load balancer. */
    private static final List<String> MOVING = List.of(
            Part.REST_API.attribute(),
            Part.USAGE_PLAN.attribute(),
            Part.API_KEY.attribute(),
            Part.BASE_PATH_MAPPING.attribute());

    private TakeOver() {}

    /**
     * Takes over what another load balancer has published. What this one had published itself stays in {@link
     * Attributes#PUBLISHED}.
     *
     * @throws LeaseBusyException if an execution is at work on the other one, or has changed it since
     */
    public static void take(Step step, Publication from) {
        Map<String, String> published = from.map(Publication.PUBLISHED);
        Map<String, String> takenOver = new TreeMap<>(published);
        takenOver.put(Publication.LOAD_BALANCER_ARN, from.loadBalancerArn().text());
        Change there = new Change()
                .set(Publication.REPLACED_BY, step.loadBalancerArn().text())
                .remove(Publication.PUBLISHED)
                .remove(Publication.DESCRIBING)
                .remove(MOVING);
        Change here = new Change().set(Publication.TAKEN_OVER, takenOver).copy(published, MOVING);
        transact(step, here, from.loadBalancerArn(), there.ifSame(Publication.STEP, from.attributes()));
    }

    /**
     * Gives back what was taken over, to be called once the stage leads to where it led before.
     *
     * @return whether it did; it does not if the item of the other load balancer is gone: what was taken over stays
     *         here
     * @throws LeaseBusyException if an execution is at work on the other one
     */
    public static boolean giveBack(Step step) {
        Map<String, String> published = step.publication().map(Publication.TAKEN_OVER);
        LoadBalancerArn from = LoadBalancerArn.of(published.remove(Publication.LOAD_BALANCER_ARN));
        var other = step.registry().find(from);
        if (other.isEmpty() || other.get().has(Part.REST_API.attribute())) {
            return false;
        }
        Change there = new Change()
                .set(Publication.PUBLISHED, published)
                .remove(Publication.REPLACED_BY)
                .copy(published, Publication.DESCRIBING)
                .copy(published, MOVING);
        Change here = new Change()
                .remove(Publication.TAKEN_OVER)
                .copy(step.publication().map(Publication.PUBLISHED), MOVING);
        transact(
                step, here, from, there.ifPresent(Publication.LOAD_BALANCER_ARN).ifAbsent(Part.REST_API.attribute()));
        return true;
    }

    /**
     * Whether the REST API of a load balancer is taken over by another one, which may have to give it back.
     *
     * @param item of the load balancer that had the API
     */
    public static boolean isTaken(Registry registry, Publication item) {
        return item.text(Publication.REPLACED_BY)
                .map(LoadBalancerArn::of)
                .flatMap(registry::find)
                .filter(other -> isTakenBy(other, item))
                .isPresent();
    }

    /** Whether a load balancer has taken the REST API of another one, and may have to give it back. */
    public static boolean isTakenBy(Publication replacer, Publication item) {
        return item.loadBalancerArn()
                .text()
                .equals(replacer.map(Publication.TAKEN_OVER).get(Publication.LOAD_BALANCER_ARN));
    }

    private static void transact(Step step, Change here, LoadBalancerArn other, Change there) {
        Table table = step.registry().publications();
        TransactWriteItem ofThis = table.inTransaction(step.loadBalancerArn().text(), step.guarded(here));
        TransactWriteItem ofOther = table.inTransaction(other.text(), there.ifAbsent(Publication.HOLDER));
        try {
            table.dynamoDb().transactWriteItems(request -> request.transactItems(ofThis, ofOther));
        } catch (TransactionCanceledException e) {
            if (e.hasCancellationReasons()
                    && "ConditionalCheckFailed"
                            .equals(e.cancellationReasons().get(0).code())) {
                throw step.lost();
            }
            throw new LeaseBusyException(
                    "Load balancer " + other + " is being worked on: its REST API moves once that is over.");
        }
        step.reread(step.registry().find(step.loadBalancerArn()).orElseThrow(step::lost));
    }
}
