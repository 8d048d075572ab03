package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.Deployments.CreateDeploymentRequest;
import io.gatelink.local.core.Account;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The stages of REST APIs. {@link StagePatch} says what can be changed.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html">CreateStage</a>
 */
public final class Stages {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}|\\$default");
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z0-9_]+");
    private static final Pattern VARIABLE_VALUE = Pattern.compile("[A-Za-z0-9._~:/?#&=,-]+");
    private static final int MAX_VARIABLES = 100;

    private final Account account;
    private final RestApis restApis;
    private final AccountSettings accountSettings;
    private final UsagePlanStore usagePlans;
    private final DomainNames domainNames;

    Stages(
            Account account,
            RestApis restApis,
            AccountSettings accountSettings,
            UsagePlanStore usagePlans,
            DomainNames domainNames) {
        this.account = account;
        this.restApis = restApis;
        this.accountSettings = accountSettings;
        this.usagePlans = usagePlans;
        this.domainNames = domainNames;
    }

    /** What CreateStage takes; {@code null} or empty where absent. */
    public record CreateStageRequest(
            String stageName,
            String deploymentId,
            String description,
            Map<String, String> variables,
            String documentationVersion,
            boolean tracingEnabled,
            Map<String, String> tags) {}

    public Stage createStage(String restApiId, CreateStageRequest request) {
        RestApiState api = restApis.state(restApiId);
        checkName(request.stageName());
        checkVariables(request.variables());
        TagRules.check(request.tags());
        if (request.documentationVersion() != null) {
            throw ApiGatewayErrors.notFound("Invalid Documentation version specified");
        }
        if (api.stages.containsKey(request.stageName())) {
            throw ApiGatewayErrors.conflict("Stage already exists");
        }
        checkDeployment(api, request.deploymentId());
        var draft = new Stage.Draft(request.stageName(), now());
        draft.deploymentId = request.deploymentId();
        draft.description = request.description();
        draft.variables.putAll(request.variables());
        draft.tracingEnabled = request.tracingEnabled();
        draft.tags = request.tags();
        Stage stage = draft.build(now());
        put(api, stage);
        api.made("stages", stage.stageName());
        return stage;
    }

    public Stage getStage(String restApiId, String stageName) {
        return stage(restApis.state(restApiId), stageName);
    }

    /** @param deploymentId only the stages that serve this deployment; {@code null} for all */
    public List<Stage> getStages(String restApiId, String deploymentId) {
        Collection<Stage> stages = restApis.state(restApiId).stages.values();
        return stages.stream()
                .filter(stage -> deploymentId == null || stage.deploymentId().equals(deploymentId))
                .toList();
    }

    public Stage updateStage(String restApiId, String stageName, List<PatchOperation> patch) {
        RestApiState api = restApis.state(restApiId);
        Stage.Draft draft = stage(api, stageName).edit();
        var stagePatch = new StagePatch(api, accountSettings);
        patch.forEach(operation -> stagePatch.apply(operation, draft));
        checkVariables(draft.variables);
        Stage stage = draft.build(now());
        put(api, stage);
        return stage;
    }

    /**
     * Deletes a stage that no custom domain name leads to.
     *
     * @throws io.gatelink.local.core.AwsException BadRequestException if one does; in AWS's words for a stage of an
     *                                        HTTP API, which it shares its domain names with
     */
    public void deleteStage(String restApiId, String stageName) {
        RestApiState api = restApis.state(restApiId);
        stage(api, stageName);
        List<String> domains = domainNames.leadingTo(restApiId, stageName);
        if (!domains.isEmpty()) {
            throw ApiGatewayErrors.badRequest("Deleting stage " + stageName
                    + " failed. Please remove all base path mappings related to the stage in your domains: "
                    + String.join(", ", domains));
        }
        api.removeStage(stageName);
        usagePlans.forgetStage(restApiId, stageName);
    }

    void deploy(RestApiState api, Deployment deployment, CreateDeploymentRequest request) {
        Stage existing = api.stages.get(request.stageName());
        Stage.Draft draft = existing == null ? new Stage.Draft(request.stageName(), now()) : existing.edit();
        draft.deploymentId = deployment.id();
        draft.variables.putAll(request.variables());
        if (request.stageDescription() != null) {
            draft.description = request.stageDescription();
        }
        if (request.tracingEnabled() != null) {
            draft.tracingEnabled = request.tracingEnabled();
        }
        put(api, draft.build(now()));
        if (existing == null) {
            api.made("stages", request.stageName());
        }
    }

    /**
     * Associates a stage with a web ACL, as AWS WAF does.
     *
     * @param webAclArn {@code null} for none
     * @throws io.gatelink.local.core.AwsException NotFoundException if there is no such API or stage
     */
    public void setWebAcl(String restApiId, String stageName, String webAclArn) {
        RestApiState api = restApis.state(restApiId);
        Stage stage = stage(api, stageName);
        Stage.Draft draft = stage.edit();
        draft.webAclArn = webAclArn;
        put(api, draft.build(stage.lastUpdatedDate()));
    }

    /** Whether there is such a stage, seen already or not. */
    public boolean isMade(String restApiId, String stageName) {
        RestApiState api = restApis.find(restApiId);
        return api != null && api.stages.containsKey(stageName);
    }

    /** The stages of all APIs that are associated with a web ACL, as {@code <api>/<stage>}. */
    public List<String> stagesOf(String webAclArn) {
        var stages = new ArrayList<String>();
        for (RestApiState api : restApis.all()) {
            api.stages.values().stream()
                    .filter(stage -> webAclArn.equals(stage.webAclArn()))
                    .forEach(stage -> stages.add(api.api.id() + "/" + stage.stageName()));
        }
        return stages;
    }

    void setTags(String restApiId, String stageName, Map<String, String> tags) {
        RestApiState api = restApis.state(restApiId);
        Stage stage = stage(api, stageName);
        Stage.Draft draft = stage.edit();
        draft.tags = tags;
        put(api, draft.build(stage.lastUpdatedDate()));
    }

    private void put(RestApiState api, Stage stage) {
        api.put(stage);
        if (stage.tracingEnabled()) {
            accountSettings.createServiceLinkedRole();
        }
    }

    static void checkName(String stageName) {
        if (stageName == null || stageName.isEmpty()) {
            throw ApiGatewayErrors.badRequest("Stage name must be non-empty");
        }
        if (!NAME.matcher(stageName).matches()) {
            throw ApiGatewayErrors.badRequest("Stage name only allows a-zA-Z0-9_-");
        }
    }

    static void checkDeployment(RestApiState api, String deploymentId) {
        if (deploymentId == null || api.deployment(deploymentId).isEmpty()) {
            throw ApiGatewayErrors.badRequest("Deployment id does not exist");
        }
    }

    static void checkVariables(Map<String, String> variables) {
        if (variables.size() > MAX_VARIABLES) {
            throw ApiGatewayErrors.badRequest(
                    "Too many stage variables specified. A stage can have at most " + MAX_VARIABLES + " variables");
        }
        new TreeMap<>(variables).forEach((name, value) -> {
            if (!VARIABLE_NAME.matcher(name).matches()) {
                throw ApiGatewayErrors.badRequest(
                        "Invalid stage variable name: " + name + ".  Please use names with only word characters.");
            }
            if (value == null || !VARIABLE_VALUE.matcher(value).matches()) {
                throw ApiGatewayErrors.badRequest("Invalid stage variable value: " + (value == null ? "" : value)
                        + ".  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', "
                        + "'/', '?', '&', '=', and ','.");
            }
        });
    }

    private static Stage stage(RestApiState api, String stageName) {
        return api.stage(stageName).orElseThrow(() -> ApiGatewayErrors.notFound("Invalid Stage identifier specified"));
    }

    private Instant now() {
        return account.loop().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
