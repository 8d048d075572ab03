package io.gatelink.functions.publish;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.TaskJson;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import io.gatelink.functions.withdraw.LastTask;
import io.gatelink.functions.withdraw.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Undoes what a failed publication did: what was published before serves as it did, and what is new goes. It writes
 * down why the publication failed and when it is tried again.
 */
public final class RollBackHandler extends LastTask<RollBackHandler.Input, RollBackHandler.Output> {

    private static final Duration FIRST_TRY = Duration.ofMinutes(30);
    private static final Pattern IDS =
            Pattern.compile("\\b(VPC link|REST API|deployment|API key|usage plan) [a-z0-9]+|(https?://)\\S+");
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int LONGEST_REASON = 2000;

    /** For Lambda. */
    public RollBackHandler() {
        super(Input.class);
    }

    /**
     * What failed.
     *
     * @param error the error's name, as Step Functions has it
     * @param cause its cause; a function's is JSON
     */
    public record Input(String error, String cause) {}

    /**
     * How it ended.
     *
     * @param waitUntil when to come back, if it is not done
     * @param error     the error's name, without a package; {@code null} if it is not done
     * @param reason    why the publication failed, with the remedy; {@code null} if it is not done
     * @param leftovers what API Gateway refuses to delete or to put back, each with the reason
     * @param tell      whether people are to be told: the first failure and each new reason
     * @param subject   of the mail: at most 100 characters of ASCII, as SNS asks for
     * @param message   of the mail
     * @param again     whether the workflow is to run once more
     */
    public record Output(
            LoadBalancerArn loadBalancerArn,
            String outcome,
            String waitUntil,
            String error,
            String reason,
            List<String> leftovers,
            boolean tell,
            String subject,
            String message,
            boolean again) {}

    /**
     * @throws io.gatelink.functions.lambda.LeaseBusyException       if what was taken over cannot be given back yet
     * @throws io.gatelink.functions.lambda.VpcLinkPendingException  if a link cannot be deleted yet
     * @throws io.gatelink.functions.lambda.VpcLinkDeletingException if a link's deletion takes more time
     */
    @Override
    protected Output handle(Input input, Step step) {
        Removal removal = new Removal(step, apiGateway());
        Optional<Instant> later = removal.giveBack() ? undo(step, removal) : Optional.empty();
        List<String> leftovers = removal.leftovers();
        if (later.isPresent()) {
            return new Output(
                    step.loadBalancerArn(),
                    "ROLLING_BACK",
                    later.get().toString(),
                    null,
                    null,
                    leftovers,
                    false,
                    null,
                    null,
                    false);
        }
        return output(step.execution(), end(step, failed(input, step, leftovers)), leftovers);
    }

    @Override
    protected Output again(Input input, Run run, Publication ended) {
        return output(run.execution(), ended, List.of());
    }

    private Optional<Instant> undo(Step step, Removal removal) {
        Adoption.record(step, apiGateway());
        if (!step.publication().isPublished()) {
            // The link of what was taken over is needed to give it back.
            return TakeOver.isTaken(registry(), step.publication()) ? Optional.empty() : removal.all();
        }
        Map<String, String> published = step.publication().map(Attributes.PUBLISHED);
        if (!removal.putBack(published)) {
            // The stage leads through what is new, which stays therefore.
            return Optional.empty();
        }
        step.stray(step.publication().ids(), published);
        Optional<Instant> later = removal.strays();
        if (later.isEmpty()) {
            step.write(new Change()
                    .copy(published, Attributes.DEPLOYMENT, Attributes.AUTHORIZATION)
                    .copy(
                            published,
                            Arrays.stream(Part.values()).map(Part::attribute).toArray(String[]::new)));
        }
        return later;
    }

    private Change failed(Input input, Step step, List<String> leftovers) {
        Publication before = step.publication();
        long failures = before.number(Attributes.FAILURES) + 1;
        Duration wait = FIRST_TRY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        String reason = reason(input) + (leftovers.isEmpty() ? "" : " Left over: " + String.join("; ", leftovers));
        Change change = new Change()
                .remove(Attributes.ADOPTED)
                .set(Attributes.OUTCOME, "FAILED")
                .set(Attributes.REASON, reason)
                .set(Attributes.ERROR, input.error().substring(input.error().lastIndexOf('.') + 1))
                .set(Attributes.FAILURES, failures)
                .set(
                        Attributes.NEXT_TRY_AT,
                        clock().instant()
                                .plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)
                                .toString());
        String told = withoutIds(reason);
        if (!before.is(Attributes.TOLD_REASON, told)) {
            change.set(Attributes.TOLD_REASON, told)
                    .set(Attributes.TOLD_BY, step.execution().text());
        }
        return change;
    }

    /** For people; a function's cause is a JSON object with the exception's message. */
    private static String reason(Input input) {
        String reason = TaskJson.object(input.cause())
                .map(fields -> fields.get("errorMessage"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .orElse(input.cause().isEmpty() ? input.error() : input.error() + ": " + input.cause());
        return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "..." : reason;
    }

    /** Each try makes a link and an API of its own; to people it fails for the same reason. */
    private static String withoutIds(String reason) {
        return IDS.matcher(reason).replaceAll(id -> id.group(1) != null ? id.group(1) : id.group(2));
    }

    private static Output output(ExecutionArn execution, Publication ended, List<String> leftovers) {
        String reason = ended.text(Attributes.REASON).orElse("unknown");
        return new Output(
                ended.loadBalancerArn(),
                "FAILED",
                null,
                ended.text(Attributes.ERROR).orElse("unknown"),
                reason,
                leftovers,
                ended.is(Attributes.TOLD_BY, execution.text()),
                "Gatelink: " + ended.loadBalancerArn().name() + " could not be published",
                message(execution, ended, reason),
                ended.has(Attributes.AGAIN));
    }

    private static String message(ExecutionArn execution, Publication ended, String reason) {
        LoadBalancerArn loadBalancer = ended.loadBalancerArn();
        return String.join(
                "\n",
                "Load balancer: " + loadBalancer.name() + " (" + loadBalancer + ")",
                "Reason: " + reason,
                ended.text(Attributes.INVOKE_URL)
                        .map(url -> "What was published before still serves: " + url)
                        .orElse("Nothing is published for it."),
                "Next try: " + ended.text(Attributes.NEXT_TRY_AT).orElse("unknown")
                        + ", or as soon as its gatelink: tags change.",
                "",
                "To try again now:",
                "aws stepfunctions start-execution --state-machine-arn " + execution.stateMachineArn()
                        + " --input '{\"loadBalancerArn\": \"" + loadBalancer + "\"}'",
                "To see what happened:",
                "aws stepfunctions get-execution-history --execution-arn " + execution + " --reverse-order");
    }
}
