package io.gatelink.functions;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/**
 * Deploys a REST API to the stage, whose variable names the VPC link. A stage that serves the same already is left as it
 * is; settings of it that differ are corrected.
 *
 * <p>{@code CreateDeployment} has no client token: the deployment's description names the execution, so that a second
 * run finds what the first one made, and what the stage served before, so that {@link RollBackHandler} can put that
 * back. With a stage's name it would make a stage without tags, so the stage is made by {@code CreateStage}. That in turn
 * knows neither logs nor limits: so the stage is made without the variable, and leads nowhere until one
 * {@code UpdateStage} has set all of it.
 *
 * <p>A deployment is a snapshot, which nobody can change any more. So it is looked at before a stage serves it: if it
 * holds methods that let in callers whom this API keeps out, it is never served.
 *
 * <p>The stage of an earlier publication under another name stays, for {@link RollBackHandler} to leave it as it was;
 * {@link RetireHandler} deletes it once the new one is tested.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html">CreateStage</a>
 */
public final class DeployHandler extends StepHandler<DeployHandler.Input, DeployHandler.Output> {

    /** What GetDeployment is asked to show besides. */
    private static final String SUMMARY = "apisummary";

    private final ApiGatewayClient apiGateway;
    private final Ownership ownership;
    private final RestApis restApis;
    private final Turns turns;
    private final InvokeUrl invokeUrl;

    /** For Lambda. */
    public DeployHandler() {
        this(Environment.current(), new Settings(Environment.current()));
    }

    private DeployHandler(Environment environment, Settings settings) {
        this(Clients.apiGateway(environment), settings.ownership(), Turns.of(environment, settings.ownership()),
                new InvokeUrl(settings.region(), settings.endpoint()), environment.clock());
    }

    DeployHandler(ApiGatewayClient apiGateway, Ownership ownership, Turns turns, InvokeUrl invokeUrl,
            InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
        this.ownership = ownership;
        this.restApis = new RestApis(apiGateway, ownership);
        this.turns = turns;
        this.invokeUrl = invokeUrl;
    }

    /**
     * The API, the link that its requests go through, what was integrated, and how the stage is to be.
     *
     * @param uri                  scheme, name and port of the load balancer's listener
     * @param authorization        {@code AWS_IAM}, {@code API_KEY} or {@code NONE}
     * @param timeoutMillis        how long API Gateway waits for the backend
     * @param integration          {@code http_proxy} or {@code http}
     * @param resourcePolicy       of the API, or an empty string
     * @param securityPolicy       for TLS, in API Gateway's words
     * @param accessLogs           {@code AUTO}, {@code REQUIRED} or {@code OFF}
     * @param accessLogGroupArn    of the stack's log group
     * @param throttlingRateLimit  requests a second
     * @param throttlingBurstLimit requests
     */
    public record Input(String execution, String executionArn, String loadBalancerArn, String restApiId,
            String vpcLinkId, String stage, String uri, String authorization, String timeoutMillis,
            String integration, String resourcePolicy, String securityPolicy, String accessLogs,
            String accessLogGroupArn, String throttlingRateLimit, String throttlingBurstLimit) implements StepInput {

        private static final int MOST_REQUESTS = 100_000;

        public Input {
            Checks.execution(execution);
            Checks.executionArn(executionArn);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("restApiId", restApiId);
            Checks.id("vpcLinkId", vpcLinkId);
            Checks.asked("stage", stage, LoadBalancerTag.STAGE);
            Checks.backend("uri", uri);
            Checks.authorization(authorization);
            Checks.asked("timeoutMillis", timeoutMillis, LoadBalancerTag.TIMEOUT_MS);
            Checks.asked("integration", integration, LoadBalancerTag.INTEGRATION);
            Checks.oneOf("accessLogs", accessLogs, AccessLogs.MODES);
            Checks.arn("accessLogGroupArn", accessLogGroupArn);
            Checks.number("throttlingRateLimit", throttlingRateLimit, 1, MOST_REQUESTS);
            Checks.number("throttlingBurstLimit", throttlingBurstLimit, 1, MOST_REQUESTS);
        }

        String content() {
            return DeploymentDescription.content(authorization, uri, timeoutMillis, integration, resourcePolicy,
                    securityPolicy);
        }
    }

    /**
     * What was deployed.
     *
     * @param invokeUrl of the stage, with a slash at its end
     * @param warnings  what is not as it could be, each with its remedy
     */
    public record Output(String deploymentId, String stage, String invokeUrl, List<String> warnings) {

        public Output {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @throws TurnLostException             if this execution may not change anything any more
     * @throws OpenApiException              if the API has methods that let in callers whom it must keep out
     * @throws InvalidConfigurationException if access logs are required, and the account does not allow them
     */
    @Override
    Output handle(Input input, StepLog log) {
        AccessLogs accessLogs = AccessLogs.of(apiGateway, input.accessLogs(), input.accessLogGroupArn());
        accessLogs.warning().ifPresent(warning -> log.with("reason", warning).warn("Stage without access logs"));
        turns.require(input.vpcLinkId(), input.executionArn());
        Optional<GetStageResponse> existing = stage(input);
        String deploymentId = deploymentId(input, existing.map(GetStageResponse::deploymentId));
        var settings = new StageSettings(deploymentId, input.vpcLinkId(), accessLogs,
                Integer.parseInt(input.throttlingRateLimit()), Integer.parseInt(input.throttlingBurstLimit()));
        correct(input, settings, existing.orElseGet(() -> createStage(input, deploymentId)));
        String url = invokeUrl.of(input.restApiId(), input.stage());
        log.with("restApiId", input.restApiId()).with("deploymentId", deploymentId)
                .with("vpcLinkId", input.vpcLinkId()).with("invokeUrl", url).info("REST API deployed");
        return new Output(deploymentId, input.stage(), url, accessLogs.warning().map(List::of).orElse(List.of()));
    }

    private Optional<GetStageResponse> stage(Input input) {
        try {
            return Optional.of(apiGateway.getStage(request -> request
                    .restApiId(input.restApiId()).stageName(input.stage())));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** The deployment that the stage serves if that will do, or this execution's: an earlier run may have made it. */
    private String deploymentId(Input input, Optional<String> served) {
        String content = input.content();
        if (served.flatMap(id -> deployment(input, id)).filter(found -> isOf(content, found.description())
                && hasNoneWeaker(input, found)).isPresent()) {
            return served.get();
        }
        String id = restApis.deployments(input.restApiId()).stream()
                .filter(deployment -> DeploymentDescription.parse(deployment.description())
                        .filter(found -> content.equals(found.content()) && input.execution().equals(found.execution()))
                        .isPresent())
                .map(Deployment::id)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> apiGateway.createDeployment(request -> request.restApiId(input.restApiId())
                        .description(new DeploymentDescription(content, input.execution(), served).text())).id());
        requireNoneWeaker(input, deployment(input, id).orElseThrow(() -> new AwsUnavailableException(
                "Deployment " + id + " of REST API " + input.restApiId() + " does not show so far: try again.")));
        return id;
    }

    private Optional<GetDeploymentResponse> deployment(Input input, String deploymentId) {
        try {
            return Optional.of(apiGateway.getDeployment(request -> request
                    .restApiId(input.restApiId()).deploymentId(deploymentId).embed(SUMMARY)));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private static boolean isOf(String content, String description) {
        return DeploymentDescription.parse(description).filter(found -> content.equals(found.content())).isPresent();
    }

    private static boolean hasNoneWeaker(Input input, GetDeploymentResponse deployment) {
        try {
            requireNoneWeaker(input, deployment);
            return true;
        } catch (OpenApiException e) {
            return false;
        }
    }

    private static void requireNoneWeaker(Input input, GetDeploymentResponse deployment) {
        MethodAuthorization.requireNoneWeaker(deployment.apiSummary(), input.authorization(), input.restApiId(),
                deployment.id());
    }

    /** The new stage, or one that a concurrent run made since we looked; if there is none, the conflict is another one. */
    private GetStageResponse createStage(Input input, String deploymentId) {
        try {
            apiGateway.createStage(request -> request
                    .restApiId(input.restApiId())
                    .stageName(input.stage())
                    .deploymentId(deploymentId)
                    .tracingEnabled(true)
                    .tags(ownership.tags(input.loadBalancerArn(), input.execution())));
            return GetStageResponse.builder().deploymentId(deploymentId).tracingEnabled(true).build();
        } catch (ConflictException e) {
            return stage(input).orElseThrow(() -> e);
        }
    }

    private void correct(Input input, StageSettings settings, GetStageResponse existing) {
        List<PatchOperation> corrections = settings.corrections(existing);
        Optional.ofNullable(existing.variables().get(StageVariables.VPC_LINK_ID))
                .filter(before -> !before.isEmpty() && !before.equals(input.vpcLinkId()))
                .ifPresent(before -> corrections.add(RestApis.replace("/description",
                        new StageDescription(input.execution(), before).text())));
        if (!corrections.isEmpty()) {
            apiGateway.updateStage(request -> request
                    .restApiId(input.restApiId()).stageName(input.stage()).patchOperations(corrections));
        }
    }
}
