package io.gatelink.local.apigateway;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.Page;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Deployments of REST APIs: snapshots that stages serve.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDeployment.html">CreateDeployment</a>
 */
public final class Deployments {

    private final Account account;
    private final RestApis restApis;
    private final Predicate<String> links;
    private final Stages stages;

    /** @param links whether what uses the link with this id can be deployed */
    Deployments(Account account, RestApis restApis, Predicate<String> links, Stages stages) {
        this.account = account;
        this.restApis = restApis;
        this.links = links;
        this.stages = stages;
    }

    /**
     * What CreateDeployment takes; {@code null} or empty where absent.
     *
     * @param stageName the stage that shall serve it: made if there is none, repointed otherwise
     * @param variables of that stage, to be set beside those that it has
     */
    public record CreateDeploymentRequest(
            String stageName,
            String stageDescription,
            String description,
            Map<String, String> variables,
            Boolean tracingEnabled) {}

    /** Takes a snapshot of the API as it is now. */
    public Deployment createDeployment(String restApiId, CreateDeploymentRequest request) {
        RestApiState api = restApis.state(restApiId);
        api.requireNoUpdate();
        if (request.stageName() != null) {
            Stages.checkName(request.stageName());
        }
        Stages.checkVariables(request.variables());
        checkComplete(api);
        if (api.api.endpointConfiguration().isPrivate() && api.api.policy() == null) {
            throw ApiGatewayErrors.badRequest("Private REST API doesn't have a resource policy attached to it");
        }
        var deployment = new Deployment(
                account.newId(6),
                request.description(),
                account.loop().instant().truncatedTo(ChronoUnit.SECONDS),
                List.copyOf(api.resources.all()),
                api.api.policy(),
                api.api.binaryMediaTypes(),
                api.api.minimumCompressionSize(),
                api.gatewayResponses,
                List.copyOf(api.authorizers.all()));
        api.deployments.put(deployment.id(), deployment);
        api.made("deployments", deployment.id());
        if (request.stageName() != null) {
            stages.deploy(api, deployment, request);
        }
        return deployment;
    }

    public Deployment getDeployment(String restApiId, String deploymentId) {
        return deployment(restApis.state(restApiId), deploymentId);
    }

    public Page<Deployment> getDeployments(String restApiId, String position, Integer limit) {
        return restApis.state(restApiId).deployments.page(position, limit);
    }

    /** Replaces {@code /description}. */
    public Deployment updateDeployment(String restApiId, String deploymentId, List<PatchOperation> patch) {
        RestApiState api = restApis.state(restApiId);
        Deployment deployment = deployment(api, deploymentId);
        for (PatchOperation operation : patch) {
            if (!"/description".equals(operation.path())) {
                throw ApiGatewayErrors.patchPath(operation.path());
            }
            operation.mustReplace();
            deployment = new Deployment(
                    deployment.id(),
                    operation.valueOrNull(),
                    deployment.createdDate(),
                    deployment.resources(),
                    deployment.policy(),
                    deployment.binaryMediaTypes(),
                    deployment.minimumCompressionSize(),
                    deployment.gatewayResponses(),
                    deployment.authorizers());
        }
        api.deployments.put(deploymentId, deployment);
        return deployment;
    }

    /** Deletes a deployment that no stage serves. */
    public void deleteDeployment(String restApiId, String deploymentId) {
        RestApiState api = restApis.state(restApiId);
        deployment(api, deploymentId);
        if (api.stages.values().stream().anyMatch(stage -> stage.deploymentId().equals(deploymentId))) {
            throw ApiGatewayErrors.badRequest("Active stages pointing to this deployment must be moved or deleted");
        }
        api.deployments.remove(deploymentId);
    }

    private void checkComplete(RestApiState api) {
        boolean any = false;
        for (Resource resource : api.resources.all()) {
            for (Method method : resource.methods().values()) {
                any = true;
                if (method.methodIntegration() == null) {
                    throw ApiGatewayErrors.badRequest("No integration defined for method");
                }
            }
        }
        if (!any) {
            throw ApiGatewayErrors.badRequest("The REST API doesn't contain any methods");
        }
        for (Resource resource : api.resources.all()) {
            resource.methods().values().forEach(method -> checkLink(method.methodIntegration()));
        }
    }

    /** Stage variables resolve only at each call. */
    private void checkLink(Integration integration) {
        String connectionId = integration.connectionId();
        boolean literal = "VPC_LINK".equals(integration.connectionType()) && !connectionId.startsWith("$");
        if (literal && !links.test(connectionId)) {
            throw ApiGatewayErrors.badRequest("Invalid Vpc Link identifier specified");
        }
    }

    private static Deployment deployment(RestApiState api, String deploymentId) {
        return api.deployment(deploymentId)
                .orElseThrow(() -> ApiGatewayErrors.notFound("Invalid Deployment identifier specified"));
    }
}
