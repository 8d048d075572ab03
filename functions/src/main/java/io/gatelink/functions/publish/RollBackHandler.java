package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.ExecutionArn;
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
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Undoes what a failed publication did: what was published before serves as it did, and what is new goes. It writes
 * down why the publication failed and when it is tried again.
 */
public final class RollBackHandler extends LastTask<RollBackHandler.Input, RollBackHandler.Output> {

    private static final Duration FIRST_TRY = Duration.ofMinutes(30);
    private static final Pattern IDS = Pattern.compile(
            "\\b(VPC link|REST API|deployment|API key|usage plan) [a-z0-9]+|(https?://)\\S+");
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration LONGEST = Duration.ofDays(1);

    /** For Lambda. */
    public RollBackHandler() {
        this(AwsClients.current());
    }

    RollBackHandler(AwsClients clients) {
        super(Input.class, clients);
    }

    /**
     * What failed.
     *
     * @param error the error's name, as Step Functions has it
     * @param cause its cause; a function's is JSON
     */
    public record Input(String error, String cause) {
    }

    /**
     * How it ended.
     *
     * @param waitUntil when to come back, if it is not done
     * @param error     the error's name, without a package
     * @param reason    why the publication failed, with the remedy
     * @param leftovers what API Gateway refuses to delete or to put back, each with the reason
     * @param tell      whether people are to be told: the first failure and each new reason
     * @param subject   of the mail
     * @param message   of the mail
     * @param again     whether the workflow is to run once more
     */
    public record Output(LoadBalancerArn loadBalancerArn, String outcome, String waitUntil, String error, String reason,
            List<String> leftovers, boolean tell, String subject, String message, boolean again) {
    }

    /**
     * @throws io.gatelink.functions.lambda.LeaseBusyException       if what was taken over cannot be given back yet
     * @throws io.gatelink.functions.lambda.VpcLinkPendingException  if a link cannot be deleted yet
     * @throws io.gatelink.functions.lambda.VpcLinkDeletingException if a link's deletion takes more time
     */
    @Override
    protected Output handle(Input input, Step step) {
        Failure failure = Failure.of(input.error(), input.cause());
        Removal removal = removal(step);
        Optional<Instant> later = removal.giveBack() ? undo(step, removal) : Optional.empty();
        if (later.isPresent()) {
            return new Output(step.loadBalancerArn(), "ROLLING_BACK", later.get().toString(), failure.error(),
                    failure.reason(), removal.leftovers(), false, null, null, false);
        }
        return output(step.execution(), failure, end(step, failure, removal.leftovers()), removal.leftovers());
    }

    @Override
    protected Output again(Input input, Run run, Publication ended) {
        return output(run.execution(), Failure.of(input.error(), input.cause()), ended, List.of());
    }

    private Optional<Instant> undo(Step step, Removal removal) {
        if (Adoption.isOpen(step)) {
            Adoption.record(step, apiGateway(),
                    apiGateway().stages(step.publication().id(Part.REST_API).orElseThrow()));
        }
        if (!step.publication().isPublished()) {
            // The link of what was taken over is needed to give it back.
            return TakeOver.isTaken(registry(), step.publication())
                    ? Optional.empty() : removal.all();
        }
        Map<String, String> published = step.publication().map(Attributes.PUBLISHED);
        boolean back = putBack(published, removal);
        String restApi = published.get(Part.REST_API.attribute());
        step.publication().text(Attributes.DEPLOYMENT)
                .filter(made -> !made.equals(published.get(Attributes.DEPLOYMENT)))
                .ifPresent(made -> removal.deployment(restApi, made));
        remove(step, Part.USAGE_PLAN, published, removal::usagePlan);
        remove(step, Part.API_KEY, published, removal::apiKey);
        Optional<String> other = step.publication().id(Part.REST_API).filter(id -> !id.equals(restApi));
        if (other.isPresent()) {
            Optional<Instant> later = removal.restApi(other.get(), Optional.empty());
            if (later.isPresent()) {
                return later;
            }
        }
        remove(step, Part.VPC_LINK, published, removal::vpcLink);
        if (back) {
            step.write(new Change().copy(published, Attributes.DEPLOYMENT)
                    .copy(published, Arrays.stream(Part.values()).map(Part::attribute).toArray(String[]::new)));
        }
        return Optional.empty();
    }

    /** Leads the stage to where it led, in one call, and deletes the one that a change of the stage's name made. */
    private boolean putBack(Map<String, String> published, Removal removal) {
        String restApi = published.get(Part.REST_API.attribute());
        String deployment = published.get(Attributes.DEPLOYMENT);
        String vpcLink = published.get(Part.VPC_LINK.attribute());
        boolean done = true;
        for (var stage : apiGateway().stages(restApi)) {
            String what = "stage " + stage.stageName() + " of REST API " + restApi;
            if (!stage.stageName().equals(published.get(Attributes.STAGE))) {
                if (apiGateway().isOurs(stage.tags())) {
                    removal.stage(restApi, stage.stageName());
                }
            } else if (!deployment.equals(stage.deploymentId())
                    || !vpcLink.equals(stage.variables().get(ApiGateway.VPC_LINK_ID))) {
                done &= removal.run(what + ", as it was before",
                        () -> apiGateway().serve(restApi, stage.stageName(), deployment, vpcLink));
            }
        }
        return done;
    }

    private static void remove(Step step, Part part, Map<String, String> published,
            Consumer<String> removal) {
        step.publication().id(part).filter(id -> !id.equals(published.get(part.attribute()))).ifPresent(removal);
    }

    private Publication end(Step step, Failure failure, List<String> leftovers) {
        Publication before = step.publication();
        long failures = before.number(Attributes.FAILURES) + 1;
        Duration wait = FIRST_TRY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        String reason = failure.reason()
                + (leftovers.isEmpty() ? "" : " Left over: " + String.join("; ", leftovers));
        Change change = new Change().remove(Attributes.ADOPTED).set(Attributes.OUTCOME, "FAILED")
                .set(Attributes.REASON, reason)
                .set(Attributes.ERROR, failure.error()).set(Attributes.FAILURES, failures)
                .set(Attributes.NEXT_TRY_AT,
                        clock().instant().plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait).toString());
        String told = withoutIds(reason);
        if (!before.is(Attributes.TOLD_REASON, told)) {
            change.set(Attributes.TOLD_REASON, told).set(Attributes.TOLD_BY, step.execution().text());
        }
        return end(step, change);
    }

    /** Each try makes a link and an API of its own; to people it fails for the same reason. */
    private static String withoutIds(String reason) {
        return IDS.matcher(reason).replaceAll(id -> id.group(1) != null ? id.group(1) : id.group(2));
    }

    private static Output output(ExecutionArn execution, Failure failure, Publication ended,
            List<String> leftovers) {
        boolean tell = ended.is(Attributes.TOLD_BY, execution.text());
        var mail = new FailureMail(ended.loadBalancerArn(), execution, ended);
        return new Output(ended.loadBalancerArn(), "FAILED", null, failure.error(),
                ended.text(Attributes.REASON).orElse(failure.reason()), leftovers, tell, mail.subject(), mail.message(),
                ended.has(Attributes.AGAIN));
    }
}
