package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Deletes what an execution made, found by our tags alone, in the order that API Gateway accepts: stages, APIs, links. A
 * stage that was there before goes back to the deployment that it served then.
 *
 * <p>It is done when all of that is really gone, but for what AWS refuses to delete. Until then it throws, for the state
 * machine to come back; each run finds what is left.
 */
public final class RollBackHandler extends StepHandler<RollBackHandler.Input, RollBackHandler.Output> {

    private final Ownership ownership;
    private final RestApis restApis;
    private final VpcLinks vpcLinks;

    /** For Lambda. */
    public RollBackHandler() {
        this(Environment.current());
    }

    private RollBackHandler(Environment environment) {
        this(Clients.apiGateway(environment), new Settings(environment).ownership(), environment.clock());
    }

    RollBackHandler(ApiGatewayClient apiGateway, Ownership ownership, InstantSource clock) {
        super(Input.class, clock);
        this.ownership = ownership;
        this.restApis = new RestApis(apiGateway, ownership);
        this.vpcLinks = new VpcLinksV1(apiGateway, ownership);
    }

    /**
     * The execution to undo. Unlike the other steps' inputs it is not checked further: an execution whose own input was
     * malformed made nothing, and its failure is not to be covered by one of this step.
     */
    public record Input(String execution, @Nullable String loadBalancerArn) implements StepInput {
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
     * Something of ours that stays until a person deletes it.
     *
     * @param resource such as {@code REST API a1b2c3}
     * @param reason   why, in AWS's words if AWS refused
     */
    public record Leftover(String resource, String reason) {
    }

    /**
     * @throws VpcLinkPendingException  if a link is still {@code PENDING}, and so cannot be deleted yet
     * @throws VpcLinkDeletingException if a link's deletion takes more time
     */
    @Override
    Output handle(Input input, StepLog log) {
        Undo undo = new Undo(log);
        for (RestApi api : restApis.ofExecution(input.execution())) {
            for (Stage stage : restApis.stages(api.id())) {
                undo.run("stage " + stage.stageName() + " of REST API " + api.id(),
                        () -> restApis.deleteStage(api.id(), stage.stageName()));
            }
            undo.run("REST API " + api.id(), () -> restApis.delete(api.id()));
        }
        if (input.loadBalancerArn() != null) {
            for (RestApi api : restApis.ofLoadBalancer(input.loadBalancerArn())) {
                if (!ownership.isBy(input.execution(), api.tags())) {
                    putBack(api.id(), input.execution(), undo);
                }
            }
        }
        Optional<GatelinkException> notYet = Optional.empty();
        for (Link link : vpcLinks.ofExecution(input.execution())) {
            Optional<GatelinkException> thisOne = delete(link, undo);
            notYet = notYet.or(() -> thisOne);
        }
        if (notYet.isPresent()) {
            throw notYet.get();
        }
        return new Output(undo.leftovers());
    }

    /** Undoes what the execution deployed to an API that was there before. */
    private void putBack(String apiId, String execution, Undo undo) {
        List<Deployment> deployments = restApis.deployments(apiId);
        Set<String> existing = deployments.stream().map(Deployment::id).collect(Collectors.toSet());
        for (Deployment deployment : deployments) {
            DeploymentDescription.parse(deployment.description())
                    .filter(made -> execution.equals(made.execution()))
                    .ifPresent(made -> putBack(apiId, deployment.id(), execution,
                            made.predecessor().filter(existing::contains), undo));
        }
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

    /** Deletes a link as far as that goes now; returns why the state machine has to come back, if it has. */
    private Optional<GatelinkException> delete(Link link, Undo undo) {
        String name = "VPC link " + link.id();
        return switch (link.status()) {
            case PENDING -> Optional.of(new VpcLinkPendingException(
                    name + " is still PENDING: it can be deleted once it is AVAILABLE or FAILED."));
            case DELETING -> Optional.of(stillDeleting(name));
            case AVAILABLE, FAILED -> {
                Optional<GatelinkException> refused = Undo.refusal(() -> vpcLinks.delete(link.id()));
                Optional<Link> now = vpcLinks.describe(link.id());
                if (now.isEmpty()) {
                    undo.done(name);
                    yield Optional.empty();
                }
                // A link whose deletion has begun can show as AVAILABLE for a moment, and refuse to be deleted again.
                if (refused.isEmpty() || now.get().status() == VpcLinks.Status.DELETING) {
                    yield Optional.of(stillDeleting(name));
                }
                undo.leftover(name, refused.get().getMessage());
                yield Optional.empty();
            }
        };
    }

    private static VpcLinkDeletingException stillDeleting(String name) {
        return new VpcLinkDeletingException(name + " is still being deleted.");
    }
}
