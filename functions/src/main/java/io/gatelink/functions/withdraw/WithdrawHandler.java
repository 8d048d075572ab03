package io.gatelink.functions.withdraw;

import io.gatelink.functions.apigateway.Ownership;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.Clients;
import io.gatelink.functions.lambda.Environment;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.InvalidInputException;
import io.gatelink.functions.lambda.LeaseLostException;
import io.gatelink.functions.lambda.Settings;
import io.gatelink.functions.lambda.TaskHandler;
import io.gatelink.functions.lambda.TaskInput;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Registry;
import io.gatelink.functions.registry.Starter;
import io.gatelink.functions.registry.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;

/**
 * Deletes all that is ours for a load balancer that is not wanted, in the order that API Gateway accepts: usage plan and
 * key, stage, API, link; then the item. It is done when all of that is gone.
 */
public final class WithdrawHandler extends TaskHandler<WithdrawHandler.Input, WithdrawHandler.Output> {

    private static final String LEAVE = "LEAVE";
    private static final Duration NEXT_TRY = Duration.ofDays(1);

    private final Registry registry;
    private final ApiGatewayClient apiGateway;
    private final Ownership ownership;
    private final Starter starter;

    /** For Lambda. */
    public WithdrawHandler() {
        this(Environment.current());
    }

    private WithdrawHandler(Environment environment) {
        this(Registry.of(environment), environment);
    }

    private WithdrawHandler(Registry registry, Environment environment) {
        this(registry, Clients.apiGateway(environment), new Ownership(new Settings(environment).owner()),
                new Starter(Clients.stepFunctions(environment), registry.publications()), environment.clock());
    }

    WithdrawHandler(Registry registry, ApiGatewayClient apiGateway, Ownership ownership, Starter starter,
            InstantSource clock) {
        super(Input.class, clock);
        this.registry = registry;
        this.apiGateway = apiGateway;
        this.ownership = ownership;
        this.starter = starter;
    }

    /**
     * What to do.
     *
     * @param action {@code WITHDRAW}, or {@code LEAVE} to let go of the lease and change nothing
     * @param reason why
     */
    public record Input(ExecutionArn execution, LoadBalancerArn loadBalancerArn, String action, String reason)
            implements TaskInput {

        public Input {
            if (!List.of("WITHDRAW", LEAVE).contains(action)) {
                throw new InvalidInputException(
                        "Input field action is " + Text.shown(action) + ": give WITHDRAW or LEAVE.");
            }
        }
    }

    /**
     * What became of it.
     *
     * @param outcome   {@code WITHDRAWN}, {@code NOT_WANTED} if nothing was there, or {@code UNCHANGED}
     * @param waitUntil when to come back, if it is not done
     * @param leftovers what API Gateway refuses to delete, each with the reason
     * @param again     whether the workflow is to run once more
     */
    public record Output(LoadBalancerArn loadBalancerArn, String outcome, String reason, String waitUntil,
            List<String> leftovers, boolean again) {
    }

    /**
     * @throws io.gatelink.functions.lambda.VpcLinkPendingException  if a link cannot be deleted yet
     * @throws io.gatelink.functions.lambda.VpcLinkDeletingException if a link's deletion takes more time
     * @throws LeaseLostException if another execution has the lease by now
     */
    @Override
    protected Output handle(Input input, TaskLog log) {
        Optional<Publication> item = registry.publications().find(input.loadBalancerArn());
        if (item.isEmpty()) {
            // An earlier run of this step has deleted it.
            return output(input, "WITHDRAWN", List.of(), false);
        }
        Optional<Publication> ended = registry.publications().ended(input.loadBalancerArn(), input.execution());
        if (ended.isPresent()) {
            starter.startAffected(ended.get(), input.execution());
            return output(input, outcome(input, ended.get()), List.of(), ended.get().has(Attributes.AGAIN));
        }
        Step step = registry.publications().begin(input.loadBalancerArn(), input.execution());
        if (input.action().equals(LEAVE)) {
            return leave(input, step);
        }
        boolean nothingThere = !step.publication().hasResources();
        var removal = new Removal(step, registry.pace(), apiGateway, ownership, log);
        Optional<Instant> later = new GiveBack(step, apiGateway, ownership, removal).run()
                ? removal.all() : Optional.empty();
        if (later.isPresent()) {
            return new Output(input.loadBalancerArn(), "WITHDRAWING", input.reason(), later.get().toString(),
                    removal.leftovers(), false);
        }
        return end(input, step, removal.leftovers(), nothingThere ? "NOT_WANTED" : "WITHDRAWN");
    }

    private Output leave(Input input, Step step) {
        starter.startAffected(step.publication(), input.execution());
        if (!step.publication().hasResources() && step.delete()) {
            return output(input, "NOT_WANTED", List.of(), false);
        }
        boolean again = step.end(new Change().set(Attributes.REASON, input.reason())).has(Attributes.AGAIN);
        return output(input, "UNCHANGED", List.of(), again);
    }

    private Output end(Input input, Step step, List<String> leftovers, String outcome) {
        Publication before = step.publication();
        boolean keep = !leftovers.isEmpty() || before.has(Attributes.DELETION_ASKED_AT);
        starter.startAffected(before, input.execution());
        if (!keep && step.delete()) {
            return output(input, outcome, leftovers, false);
        }
        Change change = new Change().set(Attributes.OUTCOME, outcome)
                .set(Attributes.REASON, leftovers.isEmpty() ? input.reason()
                        : "Left over, for API Gateway refuses to delete it: " + String.join("; ", leftovers))
                .remove(Attributes.PUBLISHED, Attributes.DEPLOYMENT, Attributes.STAGE, Attributes.AUTHORIZATION,
                        Attributes.INVOKE_URL, Attributes.PUBLISHED_AT, Attributes.CHECKED_AT, Attributes.SETTINGS_HASH,
                        Attributes.TAGS_HASH, Attributes.UNWANTED_SINCE, Attributes.REPLACES, Attributes.ERROR,
                        Attributes.FAILURES, Attributes.AFFECTED);
        change.set(Attributes.NEXT_TRY_AT, leftovers.isEmpty() ? null : clock().instant().plus(NEXT_TRY).toString());
        boolean again = step.end(change).has(Attributes.AGAIN);
        return output(input, outcome, leftovers, again);
    }

    private static String outcome(Input input, Publication ended) {
        return input.action().equals(LEAVE) ? "UNCHANGED" : ended.text(Attributes.OUTCOME).orElse("WITHDRAWN");
    }

    private static Output output(Input input, String outcome, List<String> leftovers, boolean again) {
        return new Output(input.loadBalancerArn(), outcome, input.reason(), null, leftovers, again);
    }
}
