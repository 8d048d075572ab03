package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.ApiSettings;
import io.gatelink.functions.apigateway.InvokeUrl;
import io.gatelink.functions.apigateway.StageSettings;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.Wanted;
import io.gatelink.functions.withdraw.Adoption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Makes the stage serve what was integrated, through the VPC link: if anything differs, by a new deployment that is
 * looked at first, a test invocation through the link before any caller is affected, and then one call that changes the
 * stage's deployment, its variable and its settings together. A stage that is as it should be is left alone.
 *
 * <p>A deployment is a snapshot that cannot be changed. It never serves if it holds methods that let in callers that
 * this API keeps out. CreateStage takes neither logs nor limits: a new stage is made without the variable, and leads
 * nowhere until UpdateStage, before which it is associated with the stack's web ACL. A stage under another name that
 * was published stays until this one has passed its smoke test.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html">CreateDeployment</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html">CreateStage</a>
 */
public final class DeployHandler extends PublicationTask<DeployHandler.Input, DeployHandler.Output> {

    private final ApiGateway apiGateway;
    private final Deployments deployments;
    private final ApiSettings settings;
    private final StageSettings stageSettings;
    private final int switchDrainSeconds;
    private final Optional<WebAcl> webAcl;

    /** For Lambda. */
    public DeployHandler() {
        super(Input.class);
        apiGateway = ApiGateway.of(clients(), TestInvocation.TIMEOUT);
        deployments = new Deployments(apiGateway);
        settings = ApiSettings.of(clients().settings());
        stageSettings = StageSettings.of(clients().settings());
        switchDrainSeconds = clients().settings().number("SWITCH_DRAIN_SECONDS", 30, 600);
        webAcl = WebAcl.of(clients());
    }

    /**
     * The API and the link that its requests go through.
     *
     * @param rootResourceId of the API's resource {@code /}
     */
    public record Input(String restApiId, String rootResourceId, String vpcLinkId, Wanted wanted) {

        /** What a deployment freezes of the way through a link of version 2; of version 1 the stage names the link. */
        private List<String> through(Step step) {
            return wanted.network() == null
                    ? List.of()
                    : List.of(vpcLinkId, step.loadBalancerArn().text());
        }
    }

    /**
     * What was deployed.
     *
     * @param invokeUrl    of the stage, with a slash at its end
     * @param apiKeyId     the key to call with; {@code null} if the API asks for none
     * @param affected     whether the API served callers before, and something changed for them
     * @param drainSeconds how long requests may still be under way through what is replaced
     * @param warnings     what is not as it could be, each with its remedy
     */
    public record Output(
            String deploymentId,
            String invokeUrl,
            String apiKeyId,
            boolean affected,
            int drainSeconds,
            List<String> warnings) {}

    /**
     * @throws io.gatelink.functions.lambda.WeakAuthorizationException if the API has methods that let in callers that
     *         it keeps out
     * @throws io.gatelink.functions.lambda.SmokeTestFailedException if the backend does not answer as expected, or not
     *         yet
     * @throws io.gatelink.functions.lambda.InvalidConfigurationException if access logs are required, and the account
     *         does not allow them
     * @throws AwsUnavailableException       if something that was made does not show yet
     */
    @Override
    protected Output handle(Input input, Step step) {
        return ApiGateway.whole(input.restApiId(), () -> deploy(input, step));
    }

    private Output deploy(Input input, Step step) {
        List<String> warnings = new ArrayList<>();
        Adoption.record(step, apiGateway);
        List<Stage> stages = mayHaveStages(step) ? apiGateway.stages().of(input.restApiId()) : List.of();
        deleteOtherStages(input, step, stages, warnings);
        Wanted wanted = input.wanted();
        Optional<Stage> stage = stages.stream()
                .filter(one -> one.stageName().equals(wanted.stage()))
                .findFirst();

        // What this API served before this publication; empty if nothing.
        Map<String, String> before = step.publication()
                .map(step.publication().has(Publication.TAKEN_OVER) ? Publication.TAKEN_OVER : Publication.PUBLISHED);
        if (!input.restApiId().equals(before.get(Part.REST_API.attribute()))) {
            before.clear();
        }
        String deployment = deployment(input, step, before);
        boolean sameLink = stage.stream()
                .anyMatch(one -> input.vpcLinkId().equals(one.variables().get(ApiGateway.VPC_LINK_ID)));
        boolean sameDeployment = stage.stream().anyMatch(one -> deployment.equals(one.deploymentId()));
        // To keep out more callers does not wait for a backend that answers.
        if (!sameLink || !sameDeployment && !isTighter(input, step, before)) {
            new TestInvocation(apiGateway, input.restApiId(), input.rootResourceId(), wanted, TestInvocation.TIMEOUT)
                    .send(Map.of(ApiGateway.VPC_LINK_ID, input.vpcLinkId()));
        }
        if (isTighter(input, step, before)) {
            publishTighter(input, step, deployment, before);
        }
        Stage there = stage.orElseGet(() -> createStage(input, step, deployment));
        webAcl.ifPresent(acl -> acl.associate(step, input.restApiId(), wanted.stage(), there));
        String apiKey = wanted.authorization().equals(Authorization.API_KEY)
                ? new StageKey(apiGateway).of(step, input.restApiId(), wanted.stage())
                : null;
        warnings.addAll(update(input, step, stageSettings.corrections(there, deployment, input.vpcLinkId())));
        String url = InvokeUrl.of(clients().settings(), input.restApiId(), wanted.stage());
        boolean takenOver = step.publication().has(Publication.TAKEN_OVER);
        boolean newLink = !before.isEmpty() && !input.vpcLinkId().equals(Publication.vpcLink(before));
        boolean newStage = !wanted.stage().equals(before.getOrDefault(Publication.STAGE, wanted.stage()));
        // A custom domain's path leads to the new stage before the smoke test; callers of the old one's own URL stay.
        boolean newPath = newStage && before.containsKey(Part.BASE_PATH_MAPPING.attribute());
        boolean affected = newPath
                || !newStage
                        && !before.isEmpty()
                        && (newLink || !deployment.equals(before.get(Publication.DEPLOYMENT)));
        String ownApi = step.publication().map(Publication.PUBLISHED).get(Part.REST_API.attribute());
        boolean drains = newLink || newPath || takenOver || ownApi != null && !ownApi.equals(input.restApiId());
        return new Output(deployment, url, apiKey, affected, drains ? drainSeconds(step, wanted) : 0, warnings);
    }

    /** As long as the longest request may take through what is replaced. */
    private int drainSeconds(Step step, Wanted wanted) {
        return Stream.of(Publication.PUBLISHED, Publication.TAKEN_OVER)
                .map(step.publication()::map)
                .map(map -> Integer.valueOf(map.getOrDefault(Publication.LONGEST_REQUEST_SECONDS, "0")))
                .reduce(Math.max(switchDrainSeconds, wanted.longestRequestSeconds()), Math::max);
    }

    /**
     * Whether what is deployed keeps out callers that what was published before lets in, by a stronger authorization,
     * or since it no longer trusts a user pool or a function.
     */
    private boolean isTighter(Input input, Step step, Map<String, String> before) {
        String now = input.wanted().authorization();
        String was = before.getOrDefault(Publication.AUTHORIZATION, Authorization.NONE);
        return !before.isEmpty()
                && !step.publication().has(Publication.TAKEN_OVER)
                && (Authorization.isWeaker(was, now)
                        || was.equals(now)
                                && !settings.authorizers().stillTrust(now, before.get(Publication.DECIDED_BY)));
    }

    /**
     * A tighter deployment counts as published before it serves: from then on no roll back, not even one after this
     * execution was stopped, lets in callers that the tags keep out.
     */
    private void publishTighter(Input input, Step step, String deployment, Map<String, String> before) {
        before.put(Publication.DEPLOYMENT, deployment);
        String authorization = input.wanted().authorization();
        before.put(Publication.AUTHORIZATION, authorization);
        before.remove(Publication.DECIDED_BY);
        Optional.ofNullable(settings.authorizers().decidedBy(authorization))
                .ifPresent(arns -> before.put(Publication.DECIDED_BY, arns));
        before.remove(Publication.PUBLISHED_AT);
        step.write(new Change().set(Publication.PUBLISHED, before));
    }

    /** The item names the deployment before a stage is made of it. */
    private static boolean mayHaveStages(Step step) {
        return Stream.of(Publication.DEPLOYMENT, Publication.PUBLISHED, Publication.TAKEN_OVER, Publication.ADOPTED)
                .anyMatch(step.publication()::has);
    }

    /** One that was made before of the same settings, or a new one. */
    private String deployment(Input input, Step step, Map<String, String> before) {
        String authorization = input.wanted().authorization();
        boolean preflight = input.wanted().cors() != null;
        String description = settings.deploymentDescription(
                input.wanted(), input.through(step), step.execution().account());
        Optional<String> made = Stream.concat(
                        Stream.ofNullable(before.get(Publication.DEPLOYMENT)),
                        step.publication().text(Publication.DEPLOYMENT).stream())
                .distinct()
                .filter(id -> deployments.isUsable(input.restApiId(), id, description, authorization, preflight))
                .findFirst();
        String id = made.orElseGet(() -> deployments.create(input.restApiId(), description));
        if (made.isEmpty() && preflight) {
            // Before the item names it: what the item names is known to hold them.
            new Preflight(apiGateway, input.restApiId()).requireOurs(id);
        }
        if (made.isEmpty()) {
            new Authorizers(apiGateway, input.restApiId(), settings.authorizers()).requireOurs(authorization, id);
        }
        String decidedBy = settings.authorizers().decidedBy(authorization);
        if (!step.publication().is(Publication.DEPLOYMENT, id)
                || !step.publication().text(Publication.DECIDED_BY).equals(Optional.ofNullable(decidedBy))) {
            Change change = new Change().set(Publication.DEPLOYMENT, id).set(Publication.DECIDED_BY, decidedBy);
            step.write(
                    step.publication().isPublished()
                            ? change
                            : change.set(Publication.STAGE, input.wanted().stage()));
        }
        if (made.isEmpty()) {
            deployments.requireNoneWeaker(input.restApiId(), id, authorization, preflight);
        }
        return id;
    }

    /**
     * Deletes stages of ours that an unfinished publication left, and stages that others made of our API and that serve
     * methods which let in callers that it keeps out.
     */
    private void deleteOtherStages(Input input, Step step, List<Stage> stages, List<String> warnings) {
        String authorization = input.wanted().authorization();
        Set<String> kept = new HashSet<>();
        List.of(Publication.PUBLISHED, Publication.TAKEN_OVER)
                .forEach(map -> kept.add(step.publication().map(map).get(Publication.STAGE)));
        for (Stage stage : stages) {
            String name = stage.stageName();
            boolean ours = apiGateway.isOurs(stage.tags());
            if (name.equals(input.wanted().stage())
                    || (ours
                            ? kept.contains(name)
                            : deployments
                                    .weaker(
                                            input.restApiId(),
                                            stage.deploymentId(),
                                            authorization,
                                            input.wanted().cors() != null && isKnown(step, stage.deploymentId()))
                                    .isEmpty())) {
                continue;
            }
            apiGateway.stages().delete(input.restApiId(), name);
            step.log().with("stage", name).warn("Stage deleted");
            if (!ours) {
                warnings.add("Stage " + name + " of REST API " + input.restApiId() + " was deleted: Gatelink did not "
                        + "make it, and it let in callers that " + authorization
                        + " keeps out. Make it of an API of your own if you need it.");
            }
        }
    }

    private static boolean isKnown(Step step, String deployment) {
        return step.publication().is(Publication.DEPLOYMENT, deployment)
                || deployment.equals(
                        step.publication().map(Publication.PUBLISHED).get(Publication.DEPLOYMENT));
    }

    private Stage createStage(Input input, Step step, String deployment) {
        apiGateway.client().createStage(request -> request.restApiId(input.restApiId())
                .stageName(input.wanted().stage())
                .deploymentId(deployment)
                .tracingEnabled(true)
                .tags(apiGateway.tags(step.loadBalancerArn())));
        return Stage.builder().deploymentId(deployment).tracingEnabled(true).build();
    }

    /** Changes the stage, without access logs if the account does not allow them; returns the warning then. */
    private List<String> update(Input input, Step step, List<PatchOperation> corrections) {
        String stage = input.wanted().stage();
        try {
            apiGateway.stages().update(input.restApiId(), stage, corrections);
            return List.of();
        } catch (BadRequestException e) {
            String warning = stageSettings.warning(e);
            apiGateway.stages().update(input.restApiId(), stage, StageSettings.withoutLogs(corrections));
            step.log().with("reason", warning).warn("Stage without access logs");
            return List.of(warning);
        }
    }
}
