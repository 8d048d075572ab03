package io.gatelink.functions.withdraw;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes all that is ours for a load balancer that is not wanted, in the order that API Gateway accepts: usage plan
 * and key, stage, API, link; then the item. It is done when all of that is gone.
 */
public final class WithdrawHandler extends LastTask<WithdrawHandler.Input, WithdrawHandler.Output> {

    private static final Duration NEXT_TRY = Duration.ofDays(1);

    /** For Lambda. */
    public WithdrawHandler() {
        super(Input.class);
    }

    /**
     * What to do.
     *
     * @param action {@code WITHDRAW}, or {@code LEAVE} to leave what serves, delete what does not, and let go of the
     *               lease
     * @param reason why
     */
    public record Input(String action, String reason) {

        private boolean leaves() {
            return action.equals("LEAVE");
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
    public record Output(
            LoadBalancerArn loadBalancerArn,
            String outcome,
            String reason,
            String waitUntil,
            List<String> leftovers,
            boolean again) {}

    /** An earlier run of this step has deleted the item. */
    @Override
    protected Output again(Input input, Run run) {
        return output(input, LoadBalancerArn.of(run.loadBalancerArn()), "WITHDRAWN", List.of(), false);
    }

    @Override
    protected Output again(Input input, Run run, Publication ended) {
        String outcome =
                input.leaves() ? "UNCHANGED" : ended.text(Publication.OUTCOME).orElse("WITHDRAWN");
        return output(input, ended.loadBalancerArn(), outcome, List.of(), ended.has(Publication.AGAIN));
    }

    /**
     * @throws io.gatelink.functions.lambda.VpcLinkPendingException  if a link cannot be deleted yet
     * @throws io.gatelink.functions.lambda.VpcLinkDeletingException if a link's deletion takes more time
     */
    @Override
    protected Output handle(Input input, Step step) {
        Removal removal = new Removal(step, apiGateway());
        if (input.leaves()) {
            return leave(input, step, removal);
        }
        boolean nothingThere = !step.publication().hasResources();
        if (removal.giveBack()) {
            removal.all();
        }
        List<String> leftovers = removal.leftovers();
        if (removal.later().isPresent()) {
            String waitUntil = removal.later().get().toString();
            return new Output(step.loadBalancerArn(), "WITHDRAWING", input.reason(), waitUntil, leftovers, false);
        }
        String outcome = nothingThere ? "NOT_WANTED" : "WITHDRAWN";
        Change change = new Change()
                .set(Publication.OUTCOME, outcome)
                .set(Publication.REASON, input.reason())
                .remove(Publication.DESCRIBING)
                .remove(Publication.OF_FAILURES)
                .remove(Publication.PUBLISHED, Publication.CHECKED_AT, Publication.TAGS_HASH)
                .remove(Publication.UNWANTED_SINCE, Publication.REPLACES, Publication.AFFECTED);
        if (!leftovers.isEmpty()) {
            String reason = "Left over, for API Gateway refuses to delete it: " + String.join("; ", leftovers);
            Instant nextTry = clock().instant().plus(NEXT_TRY);
            change.set(Publication.REASON, reason).set(Publication.NEXT_TRY_AT, nextTry.toString());
        }
        boolean kept = !leftovers.isEmpty() || step.publication().has(Publication.DELETION_ASKED_AT);
        return end(input, step, outcome, change, leftovers, kept);
    }

    /** What an execution that was stopped left does not wait for the replacement, which may be refused for ever. */
    private Output leave(Input input, Step step, Removal removal) {
        if (removal.giveBack()) {
            // What is found again after the table was lost can be taken over once the item says what it serves.
            Adoption.record(step, apiGateway());
            strayUnusedLink(step);
            removal.strays();
        }
        boolean kept = step.publication().hasResources();
        Change change = new Change().set(Publication.REASON, input.reason());
        return end(input, step, kept ? "UNCHANGED" : "NOT_WANTED", change, removal.leftovers(), kept);
    }

    /** A link that an update was to lead through, and that no stage does, only keeps the load balancer there. */
    private void strayUnusedLink(Step step) {
        Publication item = step.publication();
        Optional<String> restApi = item.id(Part.REST_API);
        Optional<String> made = item.id(Part.VPC_LINK)
                .filter(link ->
                        item.isPublished() && !item.map(Publication.PUBLISHED).containsValue(link));
        if (restApi.isPresent()
                && made.isPresent()
                && apiGateway().stages().of(restApi.get()).stream()
                        .noneMatch(stage -> made.get().equals(stage.variables().get(ApiGateway.VPC_LINK_ID)))) {
            step.stray(Map.of(Part.VPC_LINK.attribute(), made.get()), Map.of());
        }
    }

    /** @param kept whether the item stays; it stays all the same if the workflow is to run once more */
    private Output end(Input input, Step step, String outcome, Change change, List<String> leftovers, boolean kept) {
        startAffected(step.publication(), step.execution());
        boolean again = (kept || !step.delete()) && step.end(change).has(Publication.AGAIN);
        return output(input, step.loadBalancerArn(), outcome, leftovers, again);
    }

    private static Output output(
            Input input, LoadBalancerArn loadBalancer, String outcome, List<String> leftovers, boolean again) {
        return new Output(loadBalancer, outcome, input.reason(), null, leftovers, again);
    }
}
