package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import io.gatelink.functions.VpcLinks.Status;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Deletes what an execution made, and what others made for the load balancer that ended without success, in the order
 * that API Gateway accepts. A stage that was there before goes back to what it was then, and an API that has ever passed
 * its smoke test stays: somebody may call it. If the execution itself has published it, see {@link Tags#PUBLISHED_BY}, it
 * stays as it is now, for what it replaced may be gone.
 *
 * <p>As long as there is a link that can be used, it does so only if the execution has the turn, see {@link Turns}:
 * another one may be at work on what this one made, or have published it. Without one, it deletes what the execution
 * made. A {@code FAILED} link gives nobody a turn.
 *
 * <p>It is done when all of that is really gone, but for what AWS refuses to delete. Until then it throws, for the state
 * machine to come back; each run finds what is left. What the execution is known to have made is looked at directly, for
 * a listing may lag behind.
 */
public final class RollBackHandler extends StepHandler<RollBackHandler.Input, RollBackHandler.Output> {

    private final Ownership ownership;
    private final ApiKeys apiKeys;
    private final RestApis restApis;
    private final VpcLinks vpcLinks;
    private final Executions executions;
    private final Turns turns;
    private final InstantSource clock;

    /** For Lambda. */
    public RollBackHandler() {
        this(Environment.current());
    }

    private RollBackHandler(Environment environment) {
        this(Clients.apiGateway(environment), new Executions(Clients.stepFunctions(environment)),
                new Settings(environment).ownership(), environment.clock());
    }

    RollBackHandler(ApiGatewayClient apiGateway, Executions executions, Ownership ownership, InstantSource clock) {
        super(Input.class, clock);
        this.ownership = ownership;
        this.apiKeys = new ApiKeys(apiGateway, ownership);
        this.restApis = new RestApis(apiGateway, ownership);
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
        this.executions = executions;
        this.turns = new Turns(vpcLinks, executions, ownership, clock);
        this.clock = clock;
    }

    /**
     * The execution to undo, and what it is known to have worked on. Unlike the other steps' inputs it is not checked
     * further: an execution whose own input was malformed made nothing, and its failure is not to be covered by one of
     * this step.
     */
    public record Input(String execution, String executionArn, @Nullable String loadBalancerArn,
            @Nullable String vpcLinkId, @Nullable String restApiId) implements StepInput {
    }

    /**
     * What stays; the log says what went.
     *
     * @param leftovers what AWS refuses to delete or to put back
     */
    public record Output(List<Leftover> leftovers) {

        public Output {
            leftovers = List.copyOf(leftovers);
        }
    }

    /**
     * @throws LoadBalancerBusyException if it has taken the turn at a link just now
     * @throws VpcLinkPendingException  if a link is still {@code PENDING}, and so cannot be deleted yet
     * @throws VpcLinkDeletingException if a link's deletion takes more time
     */
    @Override
    Output handle(Input input, StepLog log) {
        Undo undo = new Undo(log);
        if (input.loadBalancerArn() == null || LoadBalancerArn.parse(input.loadBalancerArn()).isEmpty()) {
            // It failed before it made anything.
            return new Output(undo.leftovers());
        }
        List<Link> links = links(input);
        List<Link> standing = links.stream().filter(Link::isUsable).toList();
        Predicate<Map<String, String>> own = tags -> ownership.isBy(input.execution(), tags);
        Predicate<Map<String, String>> abandoned = tags -> executions.endedWithoutSuccess(
                tags.get(Tags.EXECUTION), input.executionArn(), clock.instant());
        Predicate<Map<String, String>> ownOrAbandoned = own.or(abandoned);
        boolean hasTurn = hasTurn(input, standing, abandoned);
        Teardown teardown = new Teardown(restApis, vpcLinks, undo);
        if (hasTurn || standing.isEmpty()) {
            Predicate<Map<String, String>> toDelete = hasTurn ? ownOrAbandoned : own;
            Predicate<RestApi> unpublished = api -> toDelete.test(api.tags()) && !api.tags().containsKey(Tags.PUBLISHED_BY);
            List<RestApi> apis = apis(input);
            Optional<RestApi> finished = apis.stream()
                    .filter(api -> input.execution().equals(api.tags().get(Tags.PUBLISHED_BY))).findFirst();
            if (finished.isPresent()) {
                undo.leftover("REST API " + finished.get().id() + " and VPC link " + input.vpcLinkId(), "They have passed "
                        + "the smoke test and stay: start the publication again to finish it.");
            } else if (!apis.isEmpty() && apis.stream().allMatch(unpublished)) {
                apiKeys.deleteOf(input.loadBalancerArn(), undo);
            } else {
                apiKeys.deleteMadeBy(input.execution(), undo);
            }
            for (RestApi api : apis) {
                if (unpublished.test(api)) {
                    teardown.delete(api);
                } else if (hasTurn && !api.equals(finished.orElse(null))) {
                    putBack(api.id(), input.execution(), undo);
                }
            }
            Set<String> inUse = hasTurn ? inUse(input, unpublished) : Set.of();
            links.stream().filter(link -> link.status() != Status.FAILED && toDelete.test(link.tags()))
                    .filter(link -> !inUse.contains(link.id()))
                    .forEach(teardown::delete);
        } else {
            log.with("vpcLinkId", standing.get(0).id()).info("Another execution has the turn: nothing is undone");
        }
        links.stream().filter(link -> link.status() == Status.FAILED && ownOrAbandoned.test(link.tags()))
                .forEach(teardown::delete);
        teardown.requireDone();
        return new Output(undo.leftovers());
    }

    /**
     * Whether the execution has the turn; it takes that at a link which an execution that ended without success left, so
     * that such a link does not stay where no publication comes so far as to take it.
     */
    private boolean hasTurn(Input input, List<Link> standing, Predicate<Map<String, String>> abandoned) {
        if (standing.stream().anyMatch(link -> turns.isHeld(link.tags(), input.executionArn()))) {
            return true;
        }
        Optional<Link> left = standing.stream()
                .filter(link -> abandoned.test(link.tags()) && turns.isFree(link, input.executionArn())).findFirst();
        left.ifPresent(link -> turns.take(link, input.loadBalancerArn(), input.executionArn()));
        return left.isPresent();
    }

    private List<Link> links(Input input) {
        List<Link> listed = vpcLinks.ofLoadBalancer(input.loadBalancerArn());
        Stream<Link> known = Stream.ofNullable(input.vpcLinkId())
                .filter(id -> listed.stream().noneMatch(link -> link.id().equals(id)))
                .flatMap(id -> vpcLinks.describe(id).stream())
                .filter(link -> ownership.isFor(input.loadBalancerArn(), link.tags()));
        return Stream.concat(listed.stream(), known).toList();
    }

    private List<RestApi> apis(Input input) {
        List<RestApi> listed = restApis.ofLoadBalancer(input.loadBalancerArn());
        Stream<RestApi> known = Stream.ofNullable(input.restApiId())
                .filter(id -> listed.stream().noneMatch(api -> api.id().equals(id)))
                .flatMap(id -> restApis.find(id).stream())
                .filter(api -> ownership.isFor(input.loadBalancerArn(), api.tags()));
        return Stream.concat(listed.stream(), known).toList();
    }

    /** The links through which APIs that stay lead, as they did before. */
    private Set<String> inUse(Input input, Predicate<RestApi> toDelete) {
        return apis(input).stream().filter(api -> !toDelete.test(api))
                .flatMap(api -> restApis.stages(api.id()).stream())
                .flatMap(stage -> Stream.ofNullable(stage.variables().get(StageVariables.VPC_LINK_ID)))
                .collect(Collectors.toSet());
    }

    /** Undoes what the execution did to an API that was there before. */
    private void putBack(String apiId, String execution, Undo undo) {
        for (Stage stage : restApis.stages(apiId)) {
            putBackLink(apiId, stage, execution, undo);
        }
        List<Deployment> deployments = restApis.deployments(apiId);
        Set<String> existing = deployments.stream().map(Deployment::id).collect(Collectors.toSet());
        for (Deployment deployment : deployments) {
            DeploymentDescription.parse(deployment.description())
                    .filter(made -> execution.equals(made.execution()))
                    .ifPresent(made -> putBack(apiId, deployment.id(), execution,
                            made.predecessor().filter(existing::contains), undo));
        }
    }

    private void putBackLink(String apiId, Stage stage, String execution, Undo undo) {
        StageDescription.parse(stage.description())
                .filter(change -> execution.equals(change.execution()))
                .map(StageDescription::before)
                .filter(before -> !before.equals(stage.variables().get(StageVariables.VPC_LINK_ID)))
                .ifPresent(before -> undo.run("stage " + stage.stageName() + " of REST API " + apiId
                                + ", as it was with VPC link " + before,
                        () -> restApis.leadTo(apiId, stage.stageName(), before, Optional.empty())));
    }

    private void putBack(String apiId, String deploymentId, String execution, Optional<String> predecessor,
            Undo undo) {
        boolean unused = true;
        for (Stage stage : restApis.stages(apiId)) {
            if (!deploymentId.equals(stage.deploymentId())) {
                continue;
            }
            String name = "stage " + stage.stageName() + " of REST API " + apiId;
            if (ownership.isBy(execution, stage.tags())) {
                unused &= undo.run(name, () -> restApis.deleteStage(apiId, stage.stageName()));
            } else if (predecessor.isPresent()) {
                unused &= undo.run(name + ", as it was with deployment " + predecessor.get(),
                        () -> restApis.serve(apiId, stage.stageName(), predecessor.get()));
            } else {
                undo.leftover(name, "It serves deployment " + deploymentId + " of the publication that failed, for the "
                        + "one that it served before is gone: publish the load balancer again.");
                unused = false;
            }
        }
        if (unused) {
            undo.run("deployment " + deploymentId + " of REST API " + apiId,
                    () -> restApis.deleteDeployment(apiId, deploymentId));
        }
    }
}
