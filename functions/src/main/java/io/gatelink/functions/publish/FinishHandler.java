package io.gatelink.functions.publish;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.ThrottledException;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.Wanted;
import io.gatelink.functions.withdraw.LastTask;
import io.gatelink.functions.withdraw.Removal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ends a publication that has passed its smoke test: what it replaces goes, the item says what is published, the lease
 * is let go, and the workflow starts for the load balancers that this is about.
 */
public final class FinishHandler extends LastTask<FinishHandler.Input, FinishHandler.Output> {

    /** For Lambda. */
    public FinishHandler() {
        this(AwsClients.current());
    }

    FinishHandler(AwsClients clients) {
        super(Input.class, clients);
    }

    /**
     * What was published.
     *
     * @param invokeUrl by which callers reach it
     * @param warnings  of the steps before
     */
    public record Input(Wanted wanted, String deploymentId,
            String invokeUrl, List<String> warnings) {
    }

    /**
     * What is published.
     *
     * @param readKeyWith the command that shows the API key's value; {@code null} if the API asks for no key
     * @param replaced    the ARN of the load balancer whose API this is now; {@code null} if nothing was replaced
     * @param again       whether the workflow is to run once more
     */
    public record Output(LoadBalancerArn loadBalancerArn, String outcome, String invokeUrl, String restApiId,
            String vpcLinkId, String deploymentId, String authorization, String readKeyWith, String replaced,
            List<String> warnings, boolean again) {
    }

    /**
     * @throws ThrottledException if an API that was replaced cannot be deleted yet
     */
    @Override
    protected Output handle(Input input, Step step) {
        String replaced = step.publication().map(Attributes.TAKEN_OVER).get(Attributes.LOAD_BALANCER_ARN);
        Removal removal = removal(step);
        retire(input, step, removal).ifPresent(slot -> {
            throw new ThrottledException("A REST API that was replaced can be deleted at " + slot + ".");
        });
        List<String> warnings = new ArrayList<>(input.warnings());
        removal.leftovers().forEach(leftover -> warnings.add("Left over: " + leftover));
        lostUrl(step.publication()).ifPresent(url -> warnings.add(
                "The REST API that the load balancer had before goes, and its URL with it: " + url + "."));
        Publication now = end(step, published(input, step.publication()));
        step.log().with("invokeUrl", input.invokeUrl()).info("Published");
        return output(input, now, replaced, warnings);
    }

    @Override
    protected Output again(Input input, Run run, Publication ended) {
        return output(input, ended, null, input.warnings());
    }

    /** The URL that the load balancer had, if its API is another one now. */
    private static Optional<String> lostUrl(Publication item) {
        Map<String, String> before = item.map(Attributes.PUBLISHED);
        return Optional.ofNullable(before.get(Attributes.INVOKE_URL)).filter(url ->
                !before.get(Part.REST_API.attribute()).equals(item.id(Part.REST_API).orElse(null)));
    }

    /** Deletes what this publication replaces, and what is too much. */
    private Optional<Instant> retire(Input input, Step step, Removal removal) {
        Publication item = step.publication();
        Map<String, String> before = item.map(Attributes.PUBLISHED);
        String restApi = item.id(Part.REST_API).orElseThrow();
        if (!before.isEmpty() && !restApi.equals(before.get(Part.REST_API.attribute()))) {
            Optional<Instant> later = retireApi(before, item, removal);
            if (later.isPresent()) {
                return later;
            }
        } else if (!before.isEmpty() && !input.wanted().stage().equals(before.get(Attributes.STAGE))) {
            removal.stage(restApi, before.get(Attributes.STAGE));
        }
        if (!Authorization.API_KEY.equals(input.wanted().authorization())) {
            item.id(Part.USAGE_PLAN).ifPresent(removal::usagePlan);
            item.id(Part.API_KEY).ifPresent(removal::apiKey);
        }
        Map<String, String> served = item.has(Attributes.TAKEN_OVER) ? item.map(Attributes.TAKEN_OVER) : before;
        if (!served.isEmpty() && !input.deploymentId().equals(served.get(Attributes.DEPLOYMENT))) {
            apiGateway().deployments(restApi).stream()
                    .filter(id -> !id.equals(input.deploymentId())).forEach(id -> removal.deployment(restApi, id));
        }
        return removal.strays();
    }

    /** The API that the load balancer had before it took over another one. */
    private static Optional<Instant> retireApi(Map<String, String> before, Publication item, Removal removal) {
        gone(Part.USAGE_PLAN, before, item).ifPresent(removal::usagePlan);
        gone(Part.API_KEY, before, item).ifPresent(removal::apiKey);
        return removal.restApi(before.get(Part.REST_API.attribute()),
                Optional.ofNullable(before.get(Attributes.STAGE)));
    }

    private static Optional<String> gone(Part part, Map<String, String> before, Publication item) {
        return Optional.ofNullable(before.get(part.attribute())).filter(id -> !item.is(part.attribute(), id));
    }

    private Change published(Input input, Publication item) {
        Map<String, String> before = item.map(Attributes.PUBLISHED);
        boolean withKey = Authorization.API_KEY.equals(input.wanted().authorization());
        String now = clock().instant().toString();
        Map<String, String> published = new TreeMap<>();
        for (Part part : Part.values()) {
            if (withKey || part == Part.REST_API || part == Part.VPC_LINK) {
                item.id(part).ifPresent(id -> published.put(part.attribute(), id));
            }
        }
        published.put(Attributes.DEPLOYMENT, input.deploymentId());
        published.put(Attributes.STAGE, input.wanted().stage());
        published.put(Attributes.AUTHORIZATION, input.wanted().authorization());
        published.put(Attributes.INVOKE_URL, input.invokeUrl());
        item.text(Attributes.SETTINGS_HASH).ifPresent(hash -> published.put(Attributes.SETTINGS_HASH, hash));
        Map<String, String> compared = new TreeMap<>(before);
        String since = compared.remove(Attributes.PUBLISHED_AT);
        published.put(Attributes.PUBLISHED_AT, compared.equals(published) && since != null ? since : now);
        Change change = new Change().set(Attributes.PUBLISHED, published).set(Attributes.CHECKED_AT, now)
                .set(Attributes.TAGS_HASH, input.wanted().tagsHash()).set(Attributes.OUTCOME, "PUBLISHED")
                .set(Attributes.DEPLOYMENT, input.deploymentId()).set(Attributes.LISTED, "true")
                .remove(Attributes.REASON, Attributes.ERROR, Attributes.FAILURES, Attributes.NEXT_TRY_AT,
                        Attributes.TOLD_REASON, Attributes.TOLD_BY, Attributes.UNWANTED_SINCE, Attributes.TAKEN_OVER,
                        Attributes.ADOPTED, Attributes.REPLACED_BY, Attributes.DELETION_ASKED_AT);
        change.copy(published, Attributes.STAGE, Attributes.AUTHORIZATION, Attributes.INVOKE_URL,
                Attributes.PUBLISHED_AT);
        if (!withKey) {
            change.remove(Part.USAGE_PLAN.attribute(), Part.API_KEY.attribute());
        }
        return change;
    }

    private static Output output(Input input, Publication item, String replaced,
            List<String> warnings) {
        String readKeyWith = item.id(Part.API_KEY).map(id -> "aws apigateway get-api-key --api-key " + id
                + " --include-value --query value --output text").orElse(null);
        return new Output(item.loadBalancerArn(), "PUBLISHED", input.invokeUrl(),
                item.id(Part.REST_API).orElse(null), item.id(Part.VPC_LINK).orElse(null), input.deploymentId(),
                input.wanted().authorization(), readKeyWith, replaced, warnings, item.has(Attributes.AGAIN));
    }
}
