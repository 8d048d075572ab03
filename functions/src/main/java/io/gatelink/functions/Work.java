package io.gatelink.functions;

import io.gatelink.functions.Differences.Complete;
import io.gatelink.functions.Finding.Action;
import io.gatelink.functions.Finding.Kind;
import io.gatelink.functions.VpcLinks.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** On which load balancers executions are at work, and which ones they left before they were done. */
final class Work {

    private final Executions executions;
    private final String executionArn;
    private final Instant now;
    private final Inventory inventory;
    private final List<Skipped> underWay = new ArrayList<>();
    private final Map<String, Boolean> known = new HashMap<>();

    /** @param executionArn of this execution, which tells which executions are this stack's: a tag could say anything */
    Work(Executions executions, String executionArn, Instant now, Inventory inventory) {
        this.executions = executions;
        this.executionArn = executionArn;
        this.now = now;
        this.inventory = inventory;
    }

    /** The load balancers that were asked about and are being worked on, each with the execution. */
    List<Skipped> underWay() {
        return underWay;
    }

    /** Whether an execution is at work on a load balancer, or one of its functions may still be. */
    boolean isUnderWay(String loadBalancerArn) {
        return known.computeIfAbsent(loadBalancerArn, arn -> {
            Optional<String> holder = inventory.linksOf(arn).stream()
                    .flatMap(link -> Optional.ofNullable(link.tags().get(Tags.TURN)).stream())
                    .filter(turn -> !executions.hasEnded(turn, executionArn, now)).findFirst();
            holder.ifPresent(turn -> underWay.add(new Skipped(arn, "execution " + turn + " is at work on it")));
            return holder.isPresent();
        });
    }

    /**
     * The finding that an execution ended without success while it worked on what looks published: it may have made all
     * of it, and have tested nothing. Whoever takes over such work answers for it, see {@link Adoption}, and has the turn.
     */
    Optional<Finding> unfinished(Complete one) {
        return one.active() ? by(one).map(execution -> Finding.of(Kind.NOT_PUBLISHED, one.loadBalancerArn(),
                "execution " + execution, "it worked on REST API " + one.restApi().id() + " and VPC link "
                        + one.link().id() + ", and ended without success: nobody knows whether requests come through",
                Action.PUBLISH)) : Optional.empty();
    }

    private Optional<String> by(Complete one) {
        Link link = one.link();
        String holder = link.tags().get(Tags.TURN);
        if (executions.holderEndedWithoutSuccess(holder, executionArn, now)) {
            return Optional.of(Executions.shown(holder));
        }
        for (String maker : new String[] {one.restApi().tags().get(Tags.EXECUTION), link.tags().get(Tags.EXECUTION)}) {
            if (!isSame(maker, holder) && executions.endedWithoutSuccess(maker, executionArn, now)) {
                return Optional.of(maker);
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(String maker, String holder) {
        int end = maker == null ? -1 : maker.lastIndexOf('@');
        return end >= 0 && holder != null && holder.endsWith(':' + maker.substring(0, end));
    }
}
