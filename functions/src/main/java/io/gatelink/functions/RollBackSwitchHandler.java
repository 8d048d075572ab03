package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import io.gatelink.functions.VpcLinks.Status;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Leads the stages of an API back to the old link, at once; then moves the tags back and deletes the new link, if this
 * execution answers for it.
 *
 * <p>It does so only if the execution has the turn at the old link, see {@link Turns}. It is done when the new link is
 * really gone; until then it throws, for the state machine to come back.
 */
public final class RollBackSwitchHandler
        extends StepHandler<RollBackSwitchHandler.Input, RollBackSwitchHandler.Output> {

    private final ApiGatewayClient apiGateway;
    private final Ownership ownership;
    private final RestApis restApis;
    private final VpcLinks vpcLinks;
    private final Turns turns;

    /** For Lambda. */
    public RollBackSwitchHandler() {
        this(Environment.current());
    }

    private RollBackSwitchHandler(Environment environment) {
        this(Clients.apiGateway(environment), new Executions(Clients.stepFunctions(environment)),
                new Settings(environment).ownership(), environment.clock());
    }

    RollBackSwitchHandler(ApiGatewayClient apiGateway, Executions executions, Ownership ownership,
            InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
        this.ownership = ownership;
        this.restApis = new RestApis(apiGateway, ownership);
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.turns = new Turns(vpcLinks, executions, ownership, clock);
    }

    /**
     * What to lead back where.
     *
     * @param loadBalancerArn of the load balancer that was to be moved to
     * @param from            the ARN of the one to move back to
     * @param oldVpcLinkId    the link to lead back to
     * @param vpcLinkId       the link to the load balancer that was to be moved to, if it is known
     */
    public record Input(String execution, String executionArn, String loadBalancerArn, String from, String restApiId,
            String oldVpcLinkId, @Nullable String vpcLinkId) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.networkLoadBalancer("from", from, executionArn);
            Checks.id("restApiId", restApiId);
            Checks.id("oldVpcLinkId", oldVpcLinkId);
        }
    }

    /**
     * What stays; the log says what went.
     *
     * @param leftovers what AWS refuses to delete
     */
    public record Output(List<Leftover> leftovers) {

        public Output {
            leftovers = List.copyOf(leftovers);
        }
    }

    /**
     * @throws VpcLinkPendingException  if the new link is still {@code PENDING}, and so cannot be deleted yet
     * @throws VpcLinkDeletingException if the new link's deletion takes more time
     */
    @Override
    Output handle(Input input, StepLog log) {
        Undo undo = new Undo(log);
        List<Link> newLinks = newLinks(input);
        Teardown teardown = new Teardown(restApis, vpcLinks, undo);
        boolean hasTurn = vpcLinks.describe(input.oldVpcLinkId()).map(Link::tags)
                .filter(tags -> ownership.isFor(input.from(), tags) && turns.isHeld(tags, input.executionArn()))
                .isPresent();
        if (hasTurn) {
            leadBack(input, newLinks, undo);
            newLinks.stream().filter(link -> link.status() != Status.FAILED
                            && ownership.isBy(input.execution(), link.tags())
                            && turns.isHeld(link.tags(), input.executionArn()))
                    .forEach(teardown::delete);
        } else {
            log.with("vpcLinkId", input.oldVpcLinkId()).info("Another execution has the turn: nothing is undone");
        }
        newLinks.stream().filter(link -> link.status() == Status.FAILED
                && ownership.isBy(input.execution(), link.tags())).forEach(teardown::delete);
        teardown.requireDone();
        return new Output(undo.leftovers());
    }

    private List<Link> newLinks(Input input) {
        List<Link> links = new ArrayList<>(vpcLinks.ofLoadBalancer(input.loadBalancerArn()));
        if (input.vpcLinkId() != null && links.stream().noneMatch(link -> link.id().equals(input.vpcLinkId()))) {
            vpcLinks.describe(input.vpcLinkId())
                    .filter(link -> ownership.isFor(input.loadBalancerArn(), link.tags())).ifPresent(links::add);
        }
        return links;
    }

    private void leadBack(Input input, List<Link> newLinks, Undo undo) {
        Optional<RestApi> api = restApis.find(input.restApiId()).filter(found -> ownership.isOurs(found.tags()));
        if (api.isEmpty()) {
            return;
        }
        Set<String> ids = newLinks.stream().map(Link::id).collect(Collectors.toSet());
        for (Stage stage : restApis.stages(input.restApiId())) {
            if (ids.contains(String.valueOf(stage.variables().get(StageVariables.VPC_LINK_ID)))) {
                undo.run("stage " + stage.stageName() + " of REST API " + input.restApiId() + ", as it was with VPC link "
                                + input.oldVpcLinkId(),
                        () -> restApis.leadTo(input.restApiId(), stage.stageName(), input.oldVpcLinkId(),
                                Optional.empty()));
            }
        }
        undo.run("tags of REST API " + input.restApiId(), () -> moveBack(input, api.get()));
    }

    /**
     * Moves the tags back, also where the switch was stopped before it had moved the API's own, which come last. What has
     * the tag of the load balancer that was to be moved to is the API's then, unless there is another API for it.
     */
    private void moveBack(Input input, RestApi api) {
        boolean moved = ownership.isFor(input.loadBalancerArn(), api.tags());
        if (moved || ownership.isFor(input.from(), api.tags())
                && restApis.ofLoadBalancer(input.loadBalancerArn()).isEmpty()) {
            new Move(apiGateway, ownership, input.executionArn())
                    .tags(api, input.loadBalancerArn(), input.from(), Map.of());
        }
        String[] keys = SwitchTags.keys(input.from(), input.loadBalancerArn());
        if (moved || Arrays.stream(keys).anyMatch(api.tags()::containsKey)) {
            restApis.untag(api.id(), input.executionArn(), keys);
        }
    }
}
