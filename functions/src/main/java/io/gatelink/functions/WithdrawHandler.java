package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import io.gatelink.functions.VpcLinks.Status;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Deletes all that is ours for a load balancer that is gone or opted out, in the order that API Gateway accepts: usage
 * plans and keys, stages, APIs, links.
 *
 * <p>It does so only while the execution has the turn at the link, see {@link Turns}, and looks at the load balancer's
 * tags in each run before it deletes anything: if it was opted in again, then this ends, and the publication that waits
 * for its turn makes anew what is missing. Without a link there is no turn; but then nobody publishes either, for a link
 * takes API Gateway minutes, and a run of this function one at most.
 *
 * <p>An API that was moved to another load balancer is that one's. It only loses the tag that keeps this one from being
 * published by itself; and keeps that, too, as long as this one's own tags ask for its publication: then what is left of
 * it goes, and nothing else changes.
 */
public final class WithdrawHandler extends StepHandler<WithdrawHandler.Input, WithdrawHandler.Output> {

    private final LoadBalancers loadBalancers;
    private final ApiKeys apiKeys;
    private final RestApis restApis;
    private final VpcLinks vpcLinks;
    private final Ownership ownership;
    private final Turns turns;

    /** For Lambda. */
    public WithdrawHandler() {
        this(Environment.current());
    }

    private WithdrawHandler(Environment environment) {
        this(new LoadBalancers(Clients.elasticLoadBalancing(environment)), Clients.apiGateway(environment),
                new Executions(Clients.stepFunctions(environment)), new Settings(environment).ownership(),
                environment.clock());
    }

    WithdrawHandler(LoadBalancers loadBalancers, ApiGatewayClient apiGateway, Executions executions,
            Ownership ownership, InstantSource clock) {
        super(Input.class, clock);
        this.loadBalancers = loadBalancers;
        this.apiKeys = new ApiKeys(apiGateway, ownership);
        this.restApis = new RestApis(apiGateway, ownership);
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.ownership = ownership;
        this.turns = new Turns(vpcLinks, executions, ownership, clock);
    }

    /** The load balancer, and what the stack's parameters say. */
    public record Input(String execution, String executionArn, String loadBalancerArn, String requestedAt,
            String publishMode) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.time("requestedAt", requestedAt);
            Checks.publishMode("publishMode", publishMode);
        }
    }

    /**
     * What became of it.
     *
     * @param withdrawn whether nothing of ours is left but the leftovers; otherwise it was opted in again
     * @param reason    why, or why not
     * @param note      where the API went that was moved to another load balancer; {@code null} if there is none
     * @param leftovers what AWS refuses to delete
     */
    public record Output(boolean withdrawn, String reason, String note, List<Leftover> leftovers) {

        public Output {
            leftovers = List.copyOf(leftovers);
        }
    }

    /**
     * @throws LoadBalancerBusyException if another execution has the turn, or this one for too short a time
     * @throws VpcLinkPendingException   if a link is still {@code PENDING}, and so cannot be deleted yet
     * @throws VpcLinkDeletingException  if a link's deletion takes more time
     */
    @Override
    Output handle(Input input, StepLog log) {
        String arn = input.loadBalancerArn();
        // One listing for the wish and for what is deleted: two could tell of before and after a switch.
        List<RestApi> ours = restApis.ours();
        Wish wish = Wish.of(loadBalancers, ours, arn, input.publishMode(), input.requestedAt());
        if (!wish.withdraw()) {
            log.with("reason", wish.reason()).info("Load balancer was opted in again: nothing more is withdrawn");
            return new Output(false, wish.reason(), null, List.of());
        }
        List<Link> links = vpcLinks.ofLoadBalancer(arn);
        links.stream().filter(Link::isUsable).forEach(link -> turns.take(link, arn, input.executionArn()));
        links.stream().filter(link -> link.status() == Status.FAILED)
                .forEach(link -> turns.requireEnded(link, input.executionArn()));
        Undo undo = new Undo(log);
        List<RestApi> moved = ours.stream().filter(api -> SwitchTags.isMovedAwayFrom(arn, api.tags())).toList();
        Optional<Leftover> inUse = inUse(moved, links);
        if (inUse.isPresent()) {
            undo.leftover(inUse.get().resource(), inUse.get().reason());
            return new Output(true, wish.reason(), null, undo.leftovers());
        }
        Teardown teardown = new Teardown(restApis, vpcLinks, undo);
        apiKeys.deleteOf(arn, undo);
        ours.stream().filter(api -> ownership.isFor(arn, api.tags())).forEach(teardown::delete);
        links.forEach(teardown::delete);
        teardown.requireDone();
        if (wish.optedOut()) {
            moved.forEach(api -> restApis.untag(api.id(), input.executionArn(), SwitchTags.keys(arn, arn)));
        }
        String note = moved.stream().map(api -> "REST API " + api.id() + " was moved to load balancer "
                + api.tags().get(Tags.LOAD_BALANCER) + " and stays.").collect(Collectors.joining(" "));
        return new Output(true, wish.reason(), note.isEmpty() ? null : note, undo.leftovers());
    }

    /** A link through which an API still leads that was to be moved away. */
    private Optional<Leftover> inUse(List<RestApi> moved, List<Link> links) {
        Set<String> ids = links.stream().map(Link::id).collect(Collectors.toSet());
        for (RestApi api : moved) {
            for (Stage stage : restApis.stages(api.id())) {
                String id = stage.variables().get(StageVariables.VPC_LINK_ID);
                if (id != null && ids.contains(id)) {
                    return Optional.of(new Leftover("VPC link " + id, "Stage " + stage.stageName() + " of REST API "
                            + api.id() + " still leads through it, although the API was to be moved to "
                            + api.tags().get(Tags.LOAD_BALANCER) + ": start the switch again, or the publication of that "
                            + "load balancer, and then this withdrawal."));
                }
            }
        }
        return Optional.empty();
    }
}
