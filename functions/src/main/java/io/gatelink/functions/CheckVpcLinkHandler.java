package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import io.gatelink.functions.VpcLinks.Status;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

/**
 * Looks once whether a VPC link is available.
 *
 * <p>A load balancer takes one link only. If two executions asked for one at the same time, the one whose link failed
 * for that reason waits until the other has ended, then deletes its own and goes on with the other's. Of a link that is
 * {@code AVAILABLE} this execution has the turn then, see {@link Turns}, and answers for what others left that ended
 * without success, see {@link Adoption}.
 */
public final class CheckVpcLinkHandler extends StepHandler<CheckVpcLinkHandler.Input, CheckVpcLinkHandler.Output> {

    /** In API Gateway's {@code statusMessage} where a load balancer has another link or endpoint service. */
    private static final String ALREADY_ASSOCIATED = "already associated";

    private final VpcLinks vpcLinks;
    private final Ownership ownership;
    private final Turns turns;
    private final Adoption adoption;

    /** For Lambda. */
    public CheckVpcLinkHandler() {
        this(Environment.current(), new Settings(Environment.current()).ownership());
    }

    private CheckVpcLinkHandler(Environment environment, Ownership ownership) {
        this(Clients.apiGateway(environment), new Executions(Clients.stepFunctions(environment)), ownership,
                environment.clock());
    }

    CheckVpcLinkHandler(ApiGatewayClient apiGateway, Executions executions, Ownership ownership,
            InstantSource clock) {
        super(Input.class, clock);
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.ownership = ownership;
        this.turns = new Turns(vpcLinks, executions, ownership, clock);
        this.adoption =
                new Adoption(vpcLinks, new RestApis(apiGateway, ownership), executions, ownership, clock);
    }

    /** The link to look at. */
    public record Input(String execution, String executionArn, String loadBalancerArn, String vpcLinkId)
            implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("vpcLinkId", vpcLinkId);
        }
    }

    /** The link to use, which may be another one of ours, and its status: {@code AVAILABLE}. */
    public record Output(String vpcLinkId, String status) {
    }

    /**
     * @throws LoadBalancerBusyException if another execution has the turn at the link, or at the one to use in its
     *                                   place, or this one for too short a time
     * @throws VpcLinkPendingException   if the link, or the one to use in its place, is still {@code PENDING}
     * @throws VpcLinkFailedException    if the link failed
     * @throws VpcLinkGoneException      if the link is being deleted or gone, or no longer ours
     */
    @Override
    Output handle(Input input, StepLog log) {
        Optional<Link> link = vpcLinks.describe(input.vpcLinkId());
        if (link.filter(Link::isUsable).isPresent()) {
            turns.take(link.get(), input.loadBalancerArn(), input.executionArn());
            return answer(link.get(), input);
        }
        Optional<Link> failed = link.filter(found -> found.status() == Status.FAILED);
        if (failed.isPresent() && !failed.get().statusMessage().contains(ALREADY_ASSOCIATED)) {
            throw failed(failed.get());
        }
        List<Link> others = vpcLinks.ofLoadBalancer(input.loadBalancerArn()).stream()
                .filter(other -> !other.id().equals(input.vpcLinkId())).toList();
        Optional<Link> inItsPlace = others.stream().filter(Link::isUsable).findFirst();
        if (inItsPlace.isPresent()) {
            turns.take(inItsPlace.get(), input.loadBalancerArn(), input.executionArn());
            if (failed.filter(found -> ownership.isBy(input.execution(), found.tags())).isPresent()) {
                vpcLinks.delete(input.vpcLinkId());
            }
            log.with("vpcLinkId", input.vpcLinkId()).with("otherVpcLinkId", inItsPlace.get().id())
                    .info("Another execution's VPC link is used in place of this one");
            return answer(inItsPlace.get(), input);
        }
        if (failed.isPresent()) {
            throw failed(failed.get());
        }
        throw others.stream().filter(other -> other.status() == Status.FAILED).findFirst()
                .<GatelinkException>map(CheckVpcLinkHandler::failed)
                .orElseGet(() -> new VpcLinkGoneException("VPC link " + input.vpcLinkId() + " is "
                        + (link.isPresent() ? "being deleted" : "gone") + ": start the publication again."));
    }

    private Output answer(Link link, Input input) {
        if (link.status() == Status.PENDING) {
            throw new VpcLinkPendingException("VPC link " + link.id() + " is PENDING: it takes some minutes.");
        }
        adoption.adopt(link, input.loadBalancerArn(), input.execution(), input.executionArn());
        return new Output(link.id(), link.status().name());
    }

    private static VpcLinkFailedException failed(Link link) {
        return new VpcLinkFailedException("VPC link " + link.id() + " FAILED: " + link.statusMessage());
    }
}
