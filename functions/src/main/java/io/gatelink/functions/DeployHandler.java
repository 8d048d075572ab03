package io.gatelink.functions;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/**
 * Deploys a REST API to the stage, whose variable names the VPC link.
 *
 * <p>{@code CreateDeployment} has no client token: the deployment's description names the execution, so that a second
 * run finds what the first one made. With a stage's name it would make a stage without tags, so the stage is made by
 * {@code CreateStage}.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html">CreateStage</a>
 */
public final class DeployHandler extends StepHandler<DeployHandler.Input, DeployHandler.Output> {

    private final ApiGatewayClient apiGateway;
    private final Ownership ownership;
    private final String stage;
    private final InvokeUrl invokeUrl;

    /** For Lambda. */
    public DeployHandler() {
        this(Environment.current());
    }

    private DeployHandler(Environment environment) {
        this(Clients.apiGateway(environment), new Settings(environment).ownership(),
                new Settings(environment).stage(),
                new InvokeUrl(new Settings(environment).region(), new Settings(environment).endpoint()),
                environment.clock());
    }

    DeployHandler(ApiGatewayClient apiGateway, Ownership ownership, String stage, InvokeUrl invokeUrl,
            InstantSource clock) {
        super(Input.class, clock);
        this.apiGateway = apiGateway;
        this.ownership = ownership;
        this.stage = stage;
        this.invokeUrl = invokeUrl;
    }

    /** The API, and the link that its requests go through. */
    public record Input(String execution, String loadBalancerArn, String restApiId, String vpcLinkId)
            implements StepInput {

        public Input {
            Checks.execution(execution);
            Checks.loadBalancerArn(loadBalancerArn);
            Checks.id("restApiId", restApiId);
            Checks.id("vpcLinkId", vpcLinkId);
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
        String deploymentId = deploymentId(input);
        try {
            apiGateway.createStage(request -> request
                    .restApiId(input.restApiId())
                    .stageName(stage)
                    .deploymentId(deploymentId)
                    .variables(Map.of(StageVariables.VPC_LINK_ID, input.vpcLinkId()))
                    .tags(ownership.tags(input.loadBalancerArn(), input.execution())));
        } catch (ConflictException e) {
            updateStage(input, deploymentId, e);
        }
        String url = invokeUrl.of(input.restApiId(), stage);
        log.with("restApiId", input.restApiId()).with("deploymentId", deploymentId)
                .with("vpcLinkId", input.vpcLinkId()).with("invokeUrl", url).info("REST API deployed");
        return new Output(deploymentId, stage, url);
    }

    private String deploymentId(Input input) {
        String description = "Made by Gatelink, execution " + input.execution();
        return apiGateway.getDeploymentsPaginator(request -> request
                        .restApiId(input.restApiId()).limit(RestApis.PAGE)).items().stream()
                .filter(deployment -> description.equals(deployment.description()))
                .map(Deployment::id)
                .min(Comparator.naturalOrder())
                .orElseGet(() -> apiGateway.createDeployment(request -> request
                        .restApiId(input.restApiId()).description(description)).id());
    }

    private void updateStage(Input input, String deploymentId, ConflictException conflict) {
        try {
            apiGateway.updateStage(request -> request
                    .restApiId(input.restApiId())
                    .stageName(stage)
                    .patchOperations(
                            replace("/deploymentId", deploymentId),
                            replace("/variables/" + StageVariables.VPC_LINK_ID, input.vpcLinkId())));
        } catch (NotFoundException e) {
            // There is no such stage: the conflict was another one.
            throw conflict;
        }
    }

    private static PatchOperation replace(String path, String value) {
        return PatchOperation.builder().op(Op.REPLACE).path(path).value(value).build();
    }
}
