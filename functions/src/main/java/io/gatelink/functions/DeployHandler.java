package io.gatelink.functions;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/**
 * Deploys a REST API to the stage, whose variable names the VPC link. A stage that serves the same already is left as it
 * is.
 *
 * <p>{@code CreateDeployment} has no client token: the deployment's description names the execution, so that a second
 * run finds what the first one made, and what the stage served before, so that {@link RollBackHandler} can put that
 * back. With a stage's name it would make a stage without tags, so the stage is made by {@code CreateStage}.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html">CreateStage</a>
 */
public final class DeployHandler extends StepHandler<DeployHandler.Input, DeployHandler.Output> {

    private final ApiGatewayClient apiGateway;
    private final Ownership ownership;
    private final RestApis restApis;
    private final String stage;
    private final InvokeUrl invokeUrl;

    /** For Lambda. */
    public DeployHandler() {
        this(Environment.current(), new Settings(Environment.current()));
    }

    private DeployHandler(Environment environment, Settings settings) {
        this(Clients.apiGateway(environment), settings.ownership(), settings.stage(),
                new InvokeUrl(settings.region(), settings.endpoint()), environment.clock());
    }

    DeployHandler(ApiGatewayClient apiGateway, Ownership ownership, String stage, InvokeUrl invokeUrl,
            InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
        this.ownership = ownership;
        this.restApis = new RestApis(apiGateway, ownership);
        this.stage = stage;
        this.invokeUrl = invokeUrl;
    }

    /**
     * The API, the link that its requests go through, and what was integrated.
     *
     * @param uri           scheme, DNS name and port of the load balancer's listener
     * @param authorization {@code AWS_IAM} or {@code NONE}
     */
    public record Input(String execution, String loadBalancerArn, String restApiId, String vpcLinkId, String uri,
            String authorization) implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("restApiId", restApiId);
            Checks.id("vpcLinkId", vpcLinkId);
            Checks.backend("uri", uri);
            Checks.authorization(authorization);
        }
    }

    /**
     * What was deployed.
     *
     * @param invokeUrl of the stage, with a slash at its end
     */
    public record Output(String deploymentId, String stage, String invokeUrl) {
    }

    @Override
    Output handle(Input input, StepLog log) {
        Optional<GetStageResponse> existing = stage(input);
        String deploymentId = deploymentId(input, existing.map(GetStageResponse::deploymentId));
        if (existing.isPresent()) {
            correct(input, existing.get(), deploymentId);
        } else {
            createStage(input, deploymentId);
        }
        String url = invokeUrl.of(input.restApiId(), stage);
        log.with("restApiId", input.restApiId()).with("deploymentId", deploymentId)
                .with("vpcLinkId", input.vpcLinkId()).with("invokeUrl", url).info("REST API deployed");
        return new Output(deploymentId, stage, url);
    }

    private Optional<GetStageResponse> stage(Input input) {
        try {
            return Optional.of(apiGateway.getStage(request -> request.restApiId(input.restApiId()).stageName(stage)));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    /** The deployment that the stage serves if that will do, or this execution's: an earlier run may have made it. */
    private String deploymentId(Input input, Optional<String> served) {
        String content = DeploymentDescription.content(input.authorization(), input.uri());
        if (served.flatMap(id -> description(input, id)).filter(found -> content.equals(found.content())).isPresent()) {
            return served.get();
        }
        return restApis.deployments(input.restApiId()).stream()
                .filter(deployment -> DeploymentDescription.parse(deployment.description())
                        .filter(found -> content.equals(found.content()) && input.execution().equals(found.execution()))
                        .isPresent())
                .map(Deployment::id)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> apiGateway.createDeployment(request -> request.restApiId(input.restApiId())
                        .description(new DeploymentDescription(content, input.execution(), served).text())).id());
    }

    private Optional<DeploymentDescription> description(Input input, String deploymentId) {
        try {
            return DeploymentDescription.parse(apiGateway.getDeployment(request -> request
                    .restApiId(input.restApiId()).deploymentId(deploymentId)).description());
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    private void createStage(Input input, String deploymentId) {
        try {
            apiGateway.createStage(request -> request
                    .restApiId(input.restApiId())
                    .stageName(stage)
                    .deploymentId(deploymentId)
                    .variables(Map.of(StageVariables.VPC_LINK_ID, input.vpcLinkId()))
                    .tags(ownership.tags(input.loadBalancerArn(), input.execution())));
        } catch (ConflictException e) {
            // Made by a concurrent run since we looked; if not, the conflict is another one.
            correct(input, stage(input).orElseThrow(() -> e), deploymentId);
        }
    }

    /** Changes of a stage that is there only what differs. */
    private void correct(Input input, GetStageResponse existing, String deploymentId) {
        List<PatchOperation> corrections = new ArrayList<>();
        if (!deploymentId.equals(existing.deploymentId())) {
            corrections.add(replace("/deploymentId", deploymentId));
        }
        if (!input.vpcLinkId().equals(existing.variables().get(StageVariables.VPC_LINK_ID))) {
            corrections.add(replace("/variables/" + StageVariables.VPC_LINK_ID, input.vpcLinkId()));
            Optional.ofNullable(existing.variables().get(StageVariables.VPC_LINK_ID)).filter(id -> !id.isEmpty())
                    .ifPresent(before -> corrections.add(replace("/description",
                            new StageDescription(input.execution(), before).text())));
        }
        if (!corrections.isEmpty()) {
            apiGateway.updateStage(request -> request
                    .restApiId(input.restApiId()).stageName(stage).patchOperations(corrections));
        }
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }
}
