package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import io.gatelink.functions.VpcLinks.Status;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds our VPC link to a load balancer, or asks for one.
 *
 * <p>{@code CreateVpcLink} has no client token: an earlier run whose answer was lost may have made a link, so this looks
 * before it creates. A {@code FAILED} link of this execution stays, so that {@link CheckVpcLinkHandler} reports it; one
 * of an earlier execution is deleted and replaced.
 *
 * <p>The link also says whose turn it is, see {@link Turns}: this execution goes on with a link that it finds once the
 * turn is its own. A {@code FAILED} link is in nobody's way, but whoever made it may yet have to report it.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateVpcLink.html">CreateVpcLink</a>
 */
public final class CreateVpcLinkHandler extends StepHandler<CreateVpcLinkHandler.Input, CreateVpcLinkHandler.Output> {

    private final VpcLinks vpcLinks;
    private final Turns turns;

    /** For Lambda. */
    public CreateVpcLinkHandler() {
        this(Environment.current(), new Settings(Environment.current()).ownership());
    }

    private CreateVpcLinkHandler(Environment environment, Ownership ownership) {
        this(new VpcLinksV1(Clients.apiGateway(environment), ownership),
                new Executions(Clients.stepFunctions(environment)), ownership, environment.clock());
    }

    CreateVpcLinkHandler(VpcLinks vpcLinks, Executions executions, Ownership ownership, InstantSource clock) {
        super(Input.class, clock);
        this.vpcLinks = vpcLinks;
        this.turns = new Turns(vpcLinks, executions, ownership, clock);
    }

    /** The load balancer to link to, and its name. */
    public record Input(String execution, String executionArn, String loadBalancerArn, String loadBalancerName)
            implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.loadBalancerName(loadBalancerName);
        }
    }

    /** The link, which need not be available yet. */
    public record Output(String vpcLinkId) {
    }

    /**
     * @throws VpcLinkDeletingException  if an earlier link of ours is still on its way out
     * @throws LoadBalancerBusyException if another execution has the turn, or this one for too short a time
     * @throws VpcLinkGoneException      if the link went while its turn was taken
     */
    @Override
    Output handle(Input input, StepLog log) {
        List<Link> ours = vpcLinks.ofLoadBalancer(input.loadBalancerArn());
        Predicate<Link> byThisExecution = link -> input.execution().equals(link.tags().get(Tags.EXECUTION));
        List<Link> failedHere = ours.stream()
                .filter(link -> link.status() == Status.FAILED).filter(byThisExecution).toList();
        Optional<Link> usable = ours.stream().filter(Link::isUsable).findFirst();
        if (usable.isPresent()) {
            turns.take(usable.get(), input.loadBalancerArn(), input.executionArn());
            failedHere.forEach(link -> delete(link, log));
            return found(usable.get(), log);
        }
        if (!failedHere.isEmpty()) {
            return found(failedHere.get(0), log);
        }
        for (Link link : ours) {
            if (link.status() == Status.DELETING) {
                throw new VpcLinkDeletingException("VPC link " + link.id() + " to " + input.loadBalancerArn()
                        + " is still being deleted: a new one can be made once it is gone.");
            }
        }
        ours.forEach(link -> turns.requireEnded(link, input.executionArn()));
        ours.forEach(link -> delete(link, log));
        Link created = vpcLinks.create("gatelink-" + input.loadBalancerName(), input.loadBalancerArn(),
                input.execution(), input.executionArn());
        log.with("vpcLinkId", created.id()).info("VPC link created");
        return new Output(created.id());
    }

    private static Output found(Link link, StepLog log) {
        log.with("vpcLinkId", link.id()).with("status", link.status().name()).info("VPC link found");
        return new Output(link.id());
    }

    private void delete(Link failed, StepLog log) {
        vpcLinks.delete(failed.id());
        log.with("vpcLinkId", failed.id()).info("FAILED VPC link deleted: another one takes its place");
    }
}
