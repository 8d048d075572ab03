package io.gatelink.functions.publish;

import io.gatelink.functions.apigateway.ApiGateway;
import io.gatelink.functions.apigateway.ApiParameters;
import io.gatelink.functions.apigateway.DeployedSettings;
import io.gatelink.functions.apigateway.InvokeUrl;
import io.gatelink.functions.apigateway.StageSettings;
import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.AwsUnavailableException;
import io.gatelink.functions.registry.Attributes;
import io.gatelink.functions.registry.Change;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.PublicationTask;
import io.gatelink.functions.registry.Step;
import io.gatelink.functions.wanted.Authorization;
import io.gatelink.functions.wanted.Wanted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Makes the stage serve what was integrated, through the VPC link: if anything differs, by a new deployment that is
 * looked at first, a test invocation through the link before any caller is affected, and then one call that changes the
 * stage's deployment, its variable and its settings together. A stage that is as it should be is left alone.
 *
 * <p>A deployment is a snapshot that cannot be changed. It never serves if it holds methods that let in callers whom
 * this API keeps out. CreateStage takes neither logs nor limits: a new stage is made without the variable, and leads
 * nowhere until UpdateStage. A stage under another name that was published stays until this one has passed its smoke
 * test.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html">CreateDeployment</a>
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html">CreateStage</a>
 */
public final class DeployHandler extends PublicationTask<DeployHandler.Input, DeployHandler.Output> {

    /** For the test invocation: the function's own time-out is 30 s. */
    static final Duration TEST_TIMEOUT = Duration.ofSeconds(20);

    private final ApiGateway apiGateway;
    private final Deployments deployments;
    private final ApiParameters parameters;
    private final StageSettings stageSettings;
    private final InvokeUrl invokeUrl;
    private final int switchDrainSeconds;

    /** For Lambda. */
    public DeployHandler() {
        this(AwsClients.current());
    }

    DeployHandler(AwsClients clients) {
        super(Input.class, clients);
        apiGateway = ApiGateway.of(clients, TEST_TIMEOUT);
        deployments = new Deployments(apiGateway);
        parameters = ApiParameters.of(clients.settings());
        stageSettings = StageSettings.of(clients.settings());
        invokeUrl = new InvokeUrl(clients.settings().region(), clients.settings().endpoint());
        switchDrainSeconds = clients.settings().number("SWITCH_DRAIN_SECONDS", 0, 900);
    }

    /**
     * The API and the link that its requests go through.
     *
     * @param rootResourceId of the API's resource {@code /}
     * @param created        whether this execution created the API
     */
    public record Input(String restApiId, String rootResourceId, boolean created, String vpcLinkId, Wanted wanted) {
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
    public record Output(String deploymentId, String invokeUrl, String apiKeyId, boolean affected, int drainSeconds,
            List<String> warnings) {
    }

    /**
     * @throws io.gatelink.functions.lambda.OpenApiException if the API has methods that let in callers whom it keeps
     *         out
     * @throws io.gatelink.functions.lambda.SmokeTestFailedException if the backend does not answer as expected, or not
     *         yet
     * @throws io.gatelink.functions.lambda.InvalidConfigurationException if access logs are required, and the account
     *         does not allow them
     * @throws AwsUnavailableException       if something that was made does not show yet
     */
    @Override
    protected Output handle(Input input, Step step) {
        try {
            return deploy(input, step);
        } catch (NotFoundException e) {
            throw new AwsUnavailableException("REST API " + input.restApiId()
                    + " does not show all that it has so far: it is read again.");
        }
    }

    private Output deploy(Input input, Step step) {
        List<String> warnings = new ArrayList<>();
        boolean empty = input.created() && !step.publication().has(Attributes.DEPLOYMENT);
        List<Stage> stages = empty ? List.of() : apiGateway.stages(input.restApiId());
        if (Adoption.isOpen(step)) {
            Adoption.record(step, apiGateway, stages);
        }
        deleteOtherStages(input, step, stages, warnings);
        Optional<Stage> stage = stages.stream()
                .filter(one -> one.stageName().equals(input.wanted().stage())).findFirst();

        Map<String, String> before = servedBefore(step.publication(), input.restApiId());
        String deployment = deployment(input, step, stage, before);
        if (stage.filter(one -> serves(one, deployment, input.vpcLinkId())).isEmpty()) {
            new TestInvocation(apiGateway, input.restApiId(), input.rootResourceId(), input.wanted(), TEST_TIMEOUT)
                    .send(Map.of(ApiGateway.VPC_LINK_ID, input.vpcLinkId()));
        }
        Stage there = stage.orElseGet(() -> createStage(input, step, deployment));
        String apiKey = !input.wanted().authorization().equals(Authorization.API_KEY) ? null
                : new StageKey(step, apiGateway)
                        .opening(input.restApiId(), input.wanted().stage());
        update(input, stageSettings.corrections(there, deployment, input.vpcLinkId())).ifPresent(warning -> {
            step.log().with("reason", warning).warn("Stage without access logs");
            warnings.add(warning);
        });
        String url = invokeUrl.of(input.restApiId(), input.wanted().stage());
        step.log().with("restApiId", input.restApiId()).with("deploymentId", deployment)
                .with("vpcLinkId", input.vpcLinkId())
                .with("invokeUrl", url).info("REST API deployed");
        return new Output(deployment, url, apiKey, isAffected(input, before, deployment),
                drainSeconds(input, step.publication(), before), warnings);
    }

    /** What this API served before this publication; empty if nothing. */
    private static Map<String, String> servedBefore(Publication item, String restApi) {
        Map<String, String> before = item.map(
                item.has(Attributes.TAKEN_OVER) ? Attributes.TAKEN_OVER : Attributes.PUBLISHED);
        return restApi.equals(before.get(Part.REST_API.attribute())) ? before : Map.of();
    }

    private String deployment(Input input, Step step, Optional<Stage> stage, Map<String, String> before) {
        var settings = new DeployedSettings(input.wanted(),
                parameters.settings(input.wanted().authorization(), step.execution().account()));
        Optional<String> published = stage.map(Stage::deploymentId)
                .filter(id -> id.equals(before.get(Attributes.DEPLOYMENT))
                && settings.hash().equals(before.get(Attributes.SETTINGS_HASH)));
        Optional<String> made = step.publication().text(Attributes.DEPLOYMENT)
                .filter(id -> !id.equals(before.get(Attributes.DEPLOYMENT)));
        String id = published.filter(one -> deployments.isUsable(
                        input.restApiId(), one, input.wanted().authorization()))
                .or(() -> made.filter(one -> deployments.isUsable(input.restApiId(), one, settings)))
                .orElse(null);
        boolean isNew = id == null;
        if (isNew) {
            id = deployments.create(input.restApiId(), settings);
        }
        Change change = new Change().set(Attributes.DEPLOYMENT, id).set(Attributes.SETTINGS_HASH, settings.hash());
        if (!step.publication().isPublished()) {
            change.set(Attributes.STAGE, input.wanted().stage());
        }
        if (!step.publication().is(Attributes.DEPLOYMENT, id)
                || !step.publication().is(Attributes.SETTINGS_HASH, settings.hash())) {
            step.write(change);
        }
        if (isNew) {
            deployments.requireNoneWeaker(input.restApiId(), id, input.wanted().authorization());
        }
        return id;
    }

    private static boolean serves(Stage stage, String deployment, String vpcLink) {
        return deployment.equals(stage.deploymentId())
                && vpcLink.equals(stage.variables().get(ApiGateway.VPC_LINK_ID));
    }

    /**
     * Deletes stages of ours that an unfinished publication left, and stages that others made of our API and that serve
     * methods which let in callers whom it keeps out.
     */
    private void deleteOtherStages(Input input, Step step, List<Stage> stages, List<String> warnings) {
        Set<String> kept = new HashSet<>(List.of(input.wanted().stage()));
        List.of(Attributes.PUBLISHED, Attributes.TAKEN_OVER)
                .forEach(map -> kept.add(step.publication().map(map).get(Attributes.STAGE)));
        for (Stage stage : stages) {
            boolean ours = apiGateway.isOurs(stage.tags());
            if (ours ? kept.contains(stage.stageName()) : stage.stageName().equals(input.wanted().stage())
                    || deployments.weaker(input.restApiId(), stage.deploymentId(), input.wanted().authorization())
                            .isEmpty()) {
                continue;
            }
            apiGateway.deleteStage(input.restApiId(), stage.stageName());
            if (ours) {
                step.log().with("stage", stage.stageName()).info("Stage of an unfinished publication deleted");
                continue;
            }
            String what = "Stage " + stage.stageName() + " of REST API " + input.restApiId() + " was deleted: "
                    + "Gatelink did not make it, and it let in callers whom " + input.wanted().authorization()
                    + " keeps out. Make it of an API of your own if you need it.";
            step.log().with("reason", what).warn("Stage deleted");
            warnings.add(what);
        }
    }

    private Stage createStage(Input input, Step step, String deployment) {
        try {
            apiGateway.client().createStage(request -> request
                    .restApiId(input.restApiId())
                    .stageName(input.wanted().stage())
                    .deploymentId(deployment)
                    .tracingEnabled(true)
                    .tags(apiGateway.tags(step.loadBalancerArn())));
        } catch (ConflictException e) {
            throw new AwsUnavailableException("Stage " + input.wanted().stage() + " of REST API " + input.restApiId()
                    + " exists by now: it is read again.");
        }
        return Stage.builder().deploymentId(deployment).tracingEnabled(true).build();
    }

    /** Changes the stage, without access logs if the account does not allow them; returns the warning then. */
    private Optional<String> update(Input input, List<PatchOperation> corrections) {
        if (corrections.isEmpty()) {
            return Optional.empty();
        }
        try {
            updateStage(input, corrections);
            return Optional.empty();
        } catch (BadRequestException e) {
            String warning = stageSettings.warning(e);
            List<PatchOperation> others = StageSettings.withoutLogs(corrections);
            if (!others.isEmpty()) {
                updateStage(input, others);
            }
            return Optional.of(warning);
        }
    }

    private void updateStage(Input input, List<PatchOperation> corrections) {
        apiGateway.client().updateStage(request -> request.restApiId(input.restApiId())
                .stageName(input.wanted().stage()).patchOperations(corrections));
    }

    /** Callers of a stage with another name are not affected: it serves as it did until the new one is tested. */
    private static boolean isAffected(Input input, Map<String, String> before, String deployment) {
        return input.wanted().stage().equals(before.get(Attributes.STAGE))
                && (!deployment.equals(before.get(Attributes.DEPLOYMENT))
                || !input.vpcLinkId().equals(before.get(Part.VPC_LINK.attribute())));
    }

    private int drainSeconds(Input input, Publication item, Map<String, String> before) {
        String ownApi = item.map(Attributes.PUBLISHED).get(Part.REST_API.attribute());
        boolean newLink = !before.isEmpty() && !input.vpcLinkId().equals(before.get(Part.VPC_LINK.attribute()));
        return newLink || ownApi != null && !ownApi.equals(input.restApiId()) ? switchDrainSeconds : 0;
    }
}
