package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Says which execution may change what is published for a load balancer: the one that the tag {@link Tags#TURN} of our
 * VPC link to it names.
 *
 * <p>The execution that makes a link has the turn from the start. Another one may take it once the holder has ended. API
 * Gateway knows no conditional writes, so two can write the tag at the same time, and the last one wins. Therefore an
 * execution that wrote the tag goes on only if it still finds itself there {@link #SETTLED} later: a function runs for
 * less than that, so whoever was about to write the tag, too, or to change something under the turn that was, is done by
 * then (M. Fischer's mutual exclusion by timing).
 */
final class Turns {

    /** As long as any function runs that changes something. */
    static final Duration SETTLED = Duration.ofSeconds(60);

    private final VpcLinks links;
    private final Executions executions;
    private final Ownership ownership;
    private final InstantSource clock;

    Turns(VpcLinks links, Executions executions, Ownership ownership, InstantSource clock) {
        this.links = links;
        this.executions = executions;
        this.ownership = ownership;
        this.clock = clock;
    }

    /** Those of the links that an environment's clients see. */
    static Turns of(Environment environment, Ownership ownership) {
        return new Turns(new VpcLinksV1(Clients.apiGateway(environment), ownership),
                new Executions(Clients.stepFunctions(environment)), ownership, environment.clock());
    }

    /**
     * Returns if the execution has the turn; otherwise takes it as far as that goes now, and throws.
     *
     * @param link as it was just read; a listing may lag behind, so it is read again before its turn is taken
     * @throws LoadBalancerBusyException if another execution has the turn, or this one for too short a time
     * @throws VpcLinkGoneException      if the link is no longer there, or no longer ours
     */
    void take(Link link, String loadBalancerArn, String executionArn) {
        if (isHeld(link.tags(), executionArn)) {
            return;
        }
        Map<String, String> tags = links.describe(link.id()).map(Link::tags)
                .filter(found -> ownership.isFor(loadBalancerArn, found))
                .orElseThrow(() -> new VpcLinkGoneException("VPC link " + link.id() + " is gone, or its tags "
                        + Tags.OWNER + " and " + Tags.LOAD_BALANCER + " were changed: this is tried again."));
        if (isHeld(tags, executionArn)) {
            return;
        }
        requireEnded(link.id(), tags, executionArn);
        if (!executionArn.equals(tags.get(Tags.TURN)) || since(tags).isEmpty()) {
            links.giveTurn(link.id(), executionArn, clock.instant());
        }
        throw new LoadBalancerBusyException("This execution has taken the turn at VPC link " + link.id()
                + " just now: it goes on if nobody else has done so for " + SETTLED.toSeconds() + " s.");
    }

    /**
     * Returns if the execution whose turn it is has ended, or is this one.
     *
     * @throws LoadBalancerBusyException otherwise
     */
    void requireEnded(Link link, String executionArn) {
        requireEnded(link.id(), link.tags(), executionArn);
    }

    /** Whether the execution whose turn it is has ended, or is this one. */
    boolean isFree(Link link, String executionArn) {
        return isFree(link.tags(), executionArn);
    }

    private boolean isFree(Map<String, String> tags, String executionArn) {
        String holder = tags.getOrDefault(Tags.TURN, executionArn);
        return holder.equals(executionArn) || executions.hasEnded(holder, executionArn, clock.instant());
    }

    private void requireEnded(String vpcLinkId, Map<String, String> tags, String executionArn) {
        if (!isFree(tags, executionArn)) {
            throw new LoadBalancerBusyException("Execution " + Executions.shown(tags.get(Tags.TURN))
                    + " has the turn at VPC link " + vpcLinkId + ": this one goes on once that has ended.");
        }
    }

    /**
     * Returns if the execution has the turn. To be called before anything is changed.
     *
     * @throws TurnLostException otherwise
     */
    void require(String vpcLinkId, String executionArn) {
        Optional<Link> link = links.describe(vpcLinkId).filter(found -> ownership.isOurs(found.tags()));
        if (link.isEmpty()) {
            throw new TurnLostException("VPC link " + vpcLinkId + " is gone, or has no longer the tag " + Tags.OWNER
                    + " = " + ownership.owner() + ", and with it this execution's turn: it changes nothing any more. "
                    + "Start a new one.");
        }
        if (!isHeld(link.get().tags(), executionArn)) {
            throw new TurnLostException("The tag " + Tags.TURN + " of VPC link " + vpcLinkId + " is "
                    + Text.shown(link.get().tags().get(Tags.TURN)) + ", not this execution: it changes nothing any "
                    + "more. Start a new one if what that one leaves is not what you want.");
        }
    }

    /** Whether a link with these tags gives the turn to the execution, for long enough. */
    boolean isHeld(Map<String, String> tags, String executionArn) {
        if (!executionArn.equals(tags.get(Tags.TURN))) {
            return false;
        }
        return !tags.containsKey(Tags.TURN_SINCE) || since(tags)
                .filter(since -> !clock.instant().isBefore(since.plus(SETTLED))).isPresent();
    }

    private static Optional<Instant> since(Map<String, String> tags) {
        return Text.instant(tags.get(Tags.TURN_SINCE));
    }
}
