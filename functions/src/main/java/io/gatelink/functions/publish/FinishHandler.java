package io.gatelink.functions.publish;

import io.gatelink.functions.elbv2.LoadBalancerArn;
import io.gatelink.functions.lambda.LeaseLostException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.BasePath;
import io.gatelink.functions.wanted.LoadBalancerTag;
import io.gatelink.functions.wanted.PublicationTags;
import io.gatelink.functions.wanted.Wanted;
import io.gatelink.functions.withdraw.LastTask;
import io.gatelink.functions.withdraw.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends a publication that has passed its smoke test: what it replaces goes, the item says what is published, the lease
 * is let go, and the workflow starts for the load balancers that this is about.
 */
public final class FinishHandler extends LastTask<FinishHandler.Input, FinishHandler.Output> {

    /** For Lambda. */
    public FinishHandler() {
        super(Input.class);
    }

    /**
     * What was published.
     *
     * @param invokeUrl by which callers reach it
     * @param domain    of the custom domain; {@code null} if the stack has none
     * @param warnings  of the steps before
     */
    public record Input(
            Wanted wanted,
            String vpcLinkId,
            String deploymentId,
            String invokeUrl,
            MapBasePathHandler.Output domain,
            List<String> warnings) {}

    /**
     * What is published.
     *
     * @param readKeyWith the command that shows the API key's value; {@code null} if the API asks for no key
     * @param aliasRecord the DNS record that the custom domain needs; {@code null} if the stack has none
     * @param replaced    the ARN of the load balancer whose API this is now; {@code null} if nothing was replaced
     * @param again       whether the workflow is to run once more
     */
    public record Output(
            LoadBalancerArn loadBalancerArn,
            String outcome,
            String invokeUrl,
            String restApiId,
            String vpcLinkId,
            String deploymentId,
            String authorization,
            String readKeyWith,
            String aliasRecord,
            String replaced,
            List<String> warnings,
            boolean again) {}

    /**
     * @throws LeaseLostException if an older copy of the table was restored, which does not know what was deployed
     */
    @Override
    protected Output handle(Input input, Step step) {
        if (step.publication().id(Part.REST_API).isEmpty()) {
            throw new LeaseLostException("The item of load balancer " + step.loadBalancerArn()
                    + " does not name the REST API that was deployed: the table was restored meanwhile. Reconciliation "
                    + "publishes the load balancer again.");
        }
        Map<String, String> before = step.publication().map(Publication.PUBLISHED);
        Map<String, String> takenOver = step.publication().map(Publication.TAKEN_OVER);
        Map<String, String> published = published(input, step.publication());
        Removal removal = new Removal(step, apiGateway());
        step.stray(before, published);
        step.stray(step.publication().ids(), published);
        List<String> warnings = new ArrayList<>(input.warnings());
        // What waits for its turn stays a stray, for which reconcile comes back: it undoes no publication.
        removal.strays();
        removal.later().ifPresent(slot -> warnings.add("A REST API that was replaced is deleted after " + slot + "."));
        String restApi = published.get(Part.REST_API.attribute());
        String stage = published.get(Publication.STAGE);
        if (!restApi.equals(before.getOrDefault(Part.REST_API.attribute(), restApi))) {
            // Those that the load balancer had before.
            Optional.ofNullable(before.get(Publication.INVOKE_URL))
                    .ifPresent(url -> warnings.add(
                            "The REST API that the load balancer had before goes, and its URL with it: " + url + "."));
        } else if (!stage.equals(before.getOrDefault(Publication.STAGE, stage))) {
            removal.stage(restApi, before.get(Publication.STAGE));
        }
        String path = before.get(Part.BASE_PATH_MAPPING.attribute());
        if (path != null && !path.equals(published.get(Part.BASE_PATH_MAPPING.attribute()))) {
            warnings.add("Path " + path + " goes, and its callers get 403. To have it back, run "
                    + PublicationTags.addTags(
                            step.loadBalancerArn().text(),
                            LoadBalancerTag.BASE_PATH,
                            BasePath.of(path).segment())
                    + ".");
        }
        Map<String, String> served = takenOver.isEmpty() ? before : takenOver;
        if (!served.isEmpty()
                && (!input.deploymentId().equals(served.get(Publication.DEPLOYMENT))
                        || !served.containsKey(Publication.PUBLISHED_AT))) {
            apiGateway().stages().deployments(restApi).stream()
                    .filter(id -> !id.equals(input.deploymentId()))
                    .forEach(id -> removal.deployment(restApi, id));
        }
        removal.leftovers().forEach(leftover -> warnings.add("Left over: " + leftover));
        Publication now = end(step, change(input, published));
        step.log().with("invokeUrl", input.invokeUrl()).info("Published");
        return output(input, now, takenOver.get(Publication.LOAD_BALANCER_ARN), warnings);
    }

    @Override
    protected Output again(Input input, Run run, Publication ended) {
        return output(input, ended, null, input.warnings());
    }

    /** What the item says from now on. */
    private Map<String, String> published(Input input, Publication item) {
        Map<String, String> published = item.ids();
        if (input.wanted().network() != null) {
            published.remove(Part.VPC_LINK.attribute());
            published.put(Publication.SHARED_VPC_LINK, input.vpcLinkId());
        }
        if (!Authorization.API_KEY.equals(input.wanted().authorization())) {
            published.keySet().removeAll(List.of(Part.USAGE_PLAN.attribute(), Part.API_KEY.attribute()));
        }
        if (input.wanted().basePath() == null) {
            published.remove(Part.BASE_PATH_MAPPING.attribute());
        }
        published.put(Publication.DEPLOYMENT, input.deploymentId());
        published.put(Publication.STAGE, input.wanted().stage());
        published.put(Publication.AUTHORIZATION, input.wanted().authorization());
        // As it was when the deployment was made: the stack's parameters may have changed since.
        item.text(Publication.DECIDED_BY).ifPresent(arns -> published.put(Publication.DECIDED_BY, arns));
        published.put(Publication.INVOKE_URL, input.invokeUrl());
        int longest = input.wanted().longestRequestSeconds();
        if (longest > Publication.USUAL_REQUEST_SECONDS) {
            published.put(Publication.LONGEST_REQUEST_SECONDS, Integer.toString(longest));
        }
        Map<String, String> before = item.map(Publication.PUBLISHED);
        String since = before.remove(Publication.PUBLISHED_AT);
        boolean same = before.equals(published) && since != null;
        published.put(Publication.PUBLISHED_AT, same ? since : clock().instant().toString());
        return published;
    }

    private Change change(Input input, Map<String, String> published) {
        return new Change()
                .set(Publication.PUBLISHED, published)
                .set(Publication.CHECKED_AT, clock().instant().toString())
                .set(Publication.TAGS_HASH, input.wanted().tagsHash())
                .set(Publication.OUTCOME, "PUBLISHED")
                .set(Publication.LISTED, "true")
                .copy(published, Publication.DESCRIBING)
                .copy(published, Part.attributes())
                .remove(Publication.OF_FAILURES)
                .remove(Publication.REASON, Publication.UNWANTED_SINCE)
                .remove(Publication.TAKEN_OVER, Publication.ADOPTED, Publication.REPLACED_BY);
    }

    private static Output output(Input input, Publication item, String replaced, List<String> warnings) {
        String readKeyWith = item.id(Part.API_KEY)
                .map(id ->
                        "aws apigateway get-api-key --api-key " + id + " --include-value --query value --output text")
                .orElse(null);
        return new Output(
                item.loadBalancerArn(),
                "PUBLISHED",
                input.invokeUrl(),
                item.id(Part.REST_API).orElse(null),
                input.vpcLinkId(),
                input.deploymentId(),
                input.wanted().authorization(),
                readKeyWith,
                Optional.ofNullable(input.domain())
                        .map(domain ->
                                "Make " + BasePath.of(input.wanted().basePath()).domainName()
                                        + " an alias record of " + domain.regionalDomainName() + ", hosted zone "
                                        + domain.regionalHostedZoneId() + ", unless it is one.")
                        .orElse(null),
                replaced,
                warnings,
                item.has(Publication.AGAIN));
    }
}
