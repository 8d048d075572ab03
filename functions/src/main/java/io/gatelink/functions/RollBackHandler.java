package io.gatelink.functions;

import io.gatelink.functions.VpcLinks.Link;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.RestApi;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Deletes what an execution made, found by our tags alone, in the order that API Gateway accepts: stages, APIs, links.
 *
 * <p>It is done when all of that is really gone, but for what AWS refuses to delete. Until then it throws, for the state
 * machine to come back; each run finds what is left.
 */
public final class RollBackHandler extends StepHandler<RollBackHandler.Input, RollBackHandler.Output> {

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
     * What this run saw go and what stays. What an earlier run deleted before it had to come back is not in it.
     *
     * @param deleted   such as {@code REST API a1b2c3}
     * @param leftovers what AWS refuses to delete
     */
    public record Output(List<String> deleted, List<Leftover> leftovers) {

        public Output {
            deleted = List.copyOf(deleted);
            leftovers = List.copyOf(leftovers);
        }
    }

    /**
     * Something of ours that stays until a person deletes it.
     *
     * @param reason why, in AWS's words
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
        Optional<GatelinkException> notYet = Optional.empty();
        for (Link link : vpcLinks.ofExecution(input.execution())) {
            Optional<GatelinkException> thisOne = delete(link, undo);
            notYet = notYet.or(() -> thisOne);
        }
        if (notYet.isPresent()) {
            throw notYet.get();
        }
        return new Output(undo.deleted, undo.leftovers);
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
                    undo.deleted(name);
                    yield Optional.empty();
                }
                // A link whose deletion has begun can show as AVAILABLE for a moment, and refuse to be deleted again.
                if (refused.isEmpty() || now.get().status() == VpcLinks.Status.DELETING) {
                    yield Optional.of(stillDeleting(name));
                }
                undo.leftover(name, refused.get());
                yield Optional.empty();
            }
        };
    }

    private static VpcLinkDeletingException stillDeleting(String name) {
        return new VpcLinkDeletingException(name + " is still being deleted.");
    }

    /** Keeps the account of what was deleted and what could not be. */
    private static final class Undo {

        private final List<String> deleted = new ArrayList<>();
        private final List<Leftover> leftovers = new ArrayList<>();
        private final StepLog log;

        Undo(StepLog log) {
            this.log = log;
        }

        void run(String resource, Runnable deletion) {
            refusal(deletion).ifPresentOrElse(refused -> leftover(resource, refused), () -> deleted(resource));
        }

        void deleted(String resource) {
            deleted.add(resource);
            log.with("resource", resource).info("Deleted");
        }

        void leftover(String resource, GatelinkException refused) {
            leftovers.add(new Leftover(resource, refused.getMessage()));
            log.with("resource", resource).with("reason", refused.getMessage()).warn("Left over: AWS refuses to delete it");
        }

        /** What AWS refuses for good; whatever passes is thrown. */
        static Optional<GatelinkException> refusal(Runnable deletion) {
            try {
                deletion.run();
                return Optional.empty();
            } catch (AwsServiceException e) {
                GatelinkException failure = AwsFailure.of(e);
                if (failure.passes()) {
                    throw failure;
                }
                return Optional.of(failure);
            }
        }
    }
}
