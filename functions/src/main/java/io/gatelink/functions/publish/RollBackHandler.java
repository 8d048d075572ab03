package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiSettings;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.ExecutionArn;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.TaskJson;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.registry.TakeOver;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.Defaults;
import io.gatelink.functions.withdraw.Adoption;
import io.gatelink.functions.withdraw.LastTask;
import io.gatelink.functions.withdraw.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Undoes what a failed publication did: what was published before serves as it did, and what is new goes. It writes
 * down why the publication failed and when it is tried again.
 */
public final class RollBackHandler extends LastTask<RollBackHandler.Input, RollBackHandler.Output> {

    /** After a first failure; after each further one twice as many, up to a day. */
    private static final long FIRST_MINUTES = 30;

    private static final long MOST_MINUTES = 1_440;
    private static final Pattern IDS =
            Pattern.compile("\\b(VPC link|REST API|deployment|API key|usage plan) [a-z0-9]+|(https?://)\\S+");
    private static final int MOST_DOUBLINGS = 6;
    private static final int LONGEST_REASON = 2000;

    private final boolean signedOnly;

    /** For Lambda. */
    public RollBackHandler() {
        super(Input.class);
        signedOnly = !ApiSettings.of(clients().settings()).organizationId().isEmpty();
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
     * @param waitUntil when to come back, if it is not done: then nothing else counts
     * @param error     the error's name, without a package
     * @param reason    why the publication failed, with the remedy
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
        if (removal.giveBack()) {
            undo(step, removal);
        }
        Optional<Instant> later = removal.later();
        List<String> leftovers = removal.leftovers();
        Publication ended = later.isPresent() ? step.publication() : end(step, failed(input, step, leftovers));
        return output(step.execution(), ended, later, leftovers);
    }

    @Override
    protected Output again(Input input, Run run, Publication ended) {
        return output(run.execution(), ended, Optional.empty(), List.of());
    }

    private void undo(Step step, Removal removal) {
        Adoption.record(step, apiGateway());
        Map<String, String> published = step.publication().map(Publication.PUBLISHED);
        if (published.isEmpty() || !isAllowed(published)) {
            // The link of what was taken over is needed to give it back.
            if (!TakeOver.isTaken(registry(), step.publication())) {
                removal.all();
            }
        } else if (removal.putBack(published)) {
            // Otherwise the stage leads through what is new, which stays therefore.
            step.stray(step.publication().ids(), published);
            removal.strays();
            if (removal.later().isEmpty()) {
                step.write(new Change()
                        .copy(published, Part.attributes())
                        .copy(
                                published,
                                List.of(Publication.DEPLOYMENT, Publication.AUTHORIZATION, Publication.DECIDED_BY)));
            }
        }
    }

    /**
     * Whether the stack's parameters still allow what was published; weaker authorization goes, and what lets in
     * callers by user pools or a function that the parameters no longer name. What contradictory parameters allow is
     * unknown: they undo nothing.
     */
    private boolean isAllowed(Map<String, String> published) {
        Defaults defaults;
        try {
            defaults = Defaults.of(clients().settings());
        } catch (InvalidConfigurationException e) {
            return true;
        }
        String authorization = published.getOrDefault(Publication.AUTHORIZATION, Authorization.AWS_IAM);
        return defaults.policy().allows(authorization, defaults.authorization(), defaults.authorizers())
                && defaults.authorizers().stillTrust(authorization, published.get(Publication.DECIDED_BY))
                && (!signedOnly || authorization.equals(Authorization.AWS_IAM));
    }

    private Change failed(Input input, Step step, List<String> leftovers) {
        Publication before = step.publication();
        long failures = before.number(Publication.FAILURES) + 1;
        long minutes = Math.min(MOST_MINUTES, FIRST_MINUTES << Math.min(failures - 1, MOST_DOUBLINGS));
        Instant nextTry = clock().instant().plus(Duration.ofMinutes(minutes));
        String reason = reason(input) + (leftovers.isEmpty() ? "" : " Left over: " + String.join("; ", leftovers));
        Change change = new Change()
                .remove(Publication.ADOPTED)
                .set(Publication.OUTCOME, "FAILED")
                .set(Publication.REASON, reason)
                .set(Publication.ERROR, input.error().substring(input.error().lastIndexOf('.') + 1))
                .set(Publication.FAILURES, failures)
                .set(Publication.NEXT_TRY_AT, nextTry.toString());
        if (!before.isPublished()) {
            change.remove(Publication.INVOKE_URL, Publication.PUBLISHED_AT, Publication.CHECKED_AT);
        }
        String told = withoutIds(reason);
        if (!before.is(Publication.TOLD_REASON, told)) {
            change.set(Publication.TOLD_REASON, told)
                    .set(Publication.TOLD_BY, step.execution().text());
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

    private static Output output(
            ExecutionArn execution, Publication ended, Optional<Instant> later, List<String> leftovers) {
        String reason = ended.text(Publication.REASON).orElse("unknown");
        return new Output(
                ended.loadBalancerArn(),
                "FAILED",
                later.map(Instant::toString).orElse(null),
                ended.text(Publication.ERROR).orElse("unknown"),
                reason,
                leftovers,
                ended.is(Publication.TOLD_BY, execution.text()),
                "Gatelink: " + ended.loadBalancerArn().name() + " could not be published",
                message(execution, ended, reason),
                ended.has(Publication.AGAIN));
    }

    private static String message(ExecutionArn execution, Publication ended, String reason) {
        LoadBalancerArn loadBalancer = ended.loadBalancerArn();
        return String.join(
                "\n",
                "Load balancer: " + loadBalancer.name() + " (" + loadBalancer + ")",
                "Reason: " + reason,
                ended.text(Publication.INVOKE_URL)
                        .map(url -> "What was published before is left as it was: " + url)
                        .orElse("Nothing is published for it."),
                "Next try: " + ended.text(Publication.NEXT_TRY_AT).orElse("unknown")
                        + ", or as soon as its gatelink: tags change.",
                "",
                "To try again now:",
                "aws stepfunctions start-execution --state-machine-arn " + execution.stateMachineArn()
                        + " --input '{\"loadBalancerArn\": \"" + loadBalancer + "\"}'",
                "To see what happened:",
                "aws stepfunctions get-execution-history --execution-arn " + execution + " --reverse-order");
    }
}
