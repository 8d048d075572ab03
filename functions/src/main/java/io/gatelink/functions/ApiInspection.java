package io.gatelink.functions;

import io.gatelink.functions.Finding.Action;
import io.gatelink.functions.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.GetDeploymentResponse;
import software.amazon.awssdk.services.apigateway.model.Integration;
import software.amazon.awssdk.services.apigateway.model.Method;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.Resource;
import software.amazon.awssdk.services.apigateway.model.Stage;

/**
 * Looks into one API: its stages, the deployments that they serve, and the methods that the next deployment would have.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSnapshot.html">MethodSnapshot</a>
 */
final class ApiInspection {

    private static final List<String> PATHS = List.of("/", "/{proxy+}");
    private static final String ANY = "ANY";

    private final ApiGatewayClient apiGateway;
    private final PublishedApi api;
    private final List<String> changed = new ArrayList<>();
    private final List<String> weakened = new ArrayList<>();
    private boolean staged;

    private ApiInspection(ApiGatewayClient apiGateway, PublishedApi api) {
        this.apiGateway = apiGateway;
        this.api = api;
    }

    /**
     * What is not as it should be; of each kind at most one finding.
     *
     * @throws AwsUnavailableException if an answer is not complete
     */
    static List<Finding> of(ApiGatewayClient apiGateway, PublishedApi api) {
        var inspection = new ApiInspection(apiGateway, api);
        try {
            inspection.lookAtStages();
            inspection.lookAtMethods();
        } catch (NotFoundException e) {
            throw new AwsUnavailableException("REST API " + api.restApiId()
                    + " or a part of it went while it was read: all is to be read again.");
        }
        return inspection.findings();
    }

    private List<Finding> findings() {
        String what = "REST API " + api.restApiId();
        List<Finding> findings = new ArrayList<>();
        if (!weakened.isEmpty()) {
            findings.add(api.refusal() == null
                    ? finding(Kind.WEAKENED, what, "its methods are to ask for " + api.authorization() + ": "
                            + String.join("; ", weakened), Action.PUBLISH)
                    : finding(Kind.WEAKENED, what, "its load balancer's tags are refused (" + api.refusal()
                            + "), so none of its methods may be weaker than " + api.authorization() + ": "
                            + String.join("; ", weakened), Action.TIGHTEN));
        }
        if (!changed.isEmpty()) {
            findings.add(finding(Kind.CHANGED, what, String.join("; ", changed), Action.PUBLISH));
        }
        if (!staged && api.refusal() == null) {
            findings.add(finding(Kind.NOT_PUBLISHED, what, "it has no stage " + api.stage(), Action.PUBLISH));
        }
        return findings;
    }

    private Finding finding(Kind kind, String what, String why, Action action) {
        return Finding.of(kind, api.loadBalancerArn(), what, why, action);
    }

    /** All of its stages: the callers of each reach the load balancer. */
    private void lookAtStages() {
        for (Stage stage : apiGateway.getStages(request -> request.restApiId(api.restApiId())).item()) {
            GetDeploymentResponse deployment = deployment(stage);
            if (api.stage().equals(stage.stageName())) {
                staged = true;
                lookAt(stage, deployment);
            }
            new TreeMap<>(deployment.apiSummary()).forEach((path, methods) -> new TreeMap<>(methods).forEach(
                    (method, snapshot) -> compare("its stage " + stage.stageName() + " serves", method, path,
                            snapshot.authorizationType(), snapshot.apiKeyRequired(),
                            api.stage().equals(stage.stageName()))));
        }
    }

    private GetDeploymentResponse deployment(Stage stage) {
        GetDeploymentResponse deployment = apiGateway.getDeployment(request -> request.restApiId(api.restApiId())
                .deploymentId(stage.deploymentId()).embed("apisummary"));
        if (!deployment.hasApiSummary()) {
            throw new AwsUnavailableException("GetDeployment answered no methods of deployment " + stage.deploymentId()
                    + " of REST API " + api.restApiId() + ": what it does not show is unknown, and is to be read again.");
        }
        return deployment;
    }

    private void lookAt(Stage stage, GetDeploymentResponse deployment) {
        String link = stage.variables().get(StageVariables.VPC_LINK_ID);
        if (!api.vpcLinkId().equals(link)) {
            changed.add("the variable " + StageVariables.VPC_LINK_ID + " of its stage " + api.stage() + " is "
                    + Text.shown(link) + ", not " + api.vpcLinkId());
        }
        if (DeploymentDescription.parse(deployment.description()).isEmpty()) {
            changed.add("its stage " + api.stage() + " serves deployment " + stage.deploymentId()
                    + ", which Gatelink did not make");
        }
        for (String path : PATHS) {
            if (!deployment.apiSummary().getOrDefault(path, Map.of()).containsKey(ANY)) {
                changed.add("its stage " + api.stage() + " serves no method ANY on " + path);
            }
        }
    }

    private void lookAtMethods() {
        Map<String, Resource> resources = new TreeMap<>();
        RestApis.resourcesWithMethods(apiGateway, api.restApiId())
                .forEach(resource -> resources.put(resource.path(), resource));
        if (!resources.containsKey("/")) {
            throw new AwsUnavailableException("GetResources answered no resource / of REST API " + api.restApiId()
                    + ", which each has: what it does not show is unknown, and is to be read again.");
        }
        for (String path : PATHS) {
            Resource resource = resources.get(path);
            Method method = resource == null ? null : resource.resourceMethods().get(ANY);
            if (method == null) {
                changed.add("it has no method ANY on " + path);
            } else if (!leadsToLink(method.methodIntegration())) {
                changed.add("the integration of its method ANY on " + path + " does not lead through "
                        + StageVariables.VPC_LINK_ID_REFERENCE);
            }
        }
        resources.forEach((path, resource) -> new TreeMap<>(resource.resourceMethods()).forEach((name, method) ->
                compare("it has", name, path, method.authorizationType(), method.apiKeyRequired(), true)));
    }

    private static boolean leadsToLink(Integration integration) {
        return integration != null && integration.connectionType() == ConnectionType.VPC_LINK
                && StageVariables.VPC_LINK_ID_REFERENCE.equals(integration.connectionId());
    }

    /** Weaker is no method to be; of the methods that others added, that is all that matters. */
    private void compare(String where, String method, String path, String authorization, Boolean apiKeyRequired,
            boolean published) {
        String asked = Authorization.NONE.equals(authorization) && Boolean.TRUE.equals(apiKeyRequired)
                ? Authorization.API_KEY : authorization;
        if (api.authorization().equals(asked)) {
            return;
        }
        String difference = where + " method " + method + " on " + path + " with authorization " + Text.shown(asked);
        if (new MethodAuthorization(authorization, Boolean.TRUE.equals(apiKeyRequired))
                .isWeakerThan(api.authorization())) {
            weakened.add(difference);
        } else if (published && api.refusal() == null && ANY.equals(method) && PATHS.contains(path)) {
            changed.add(difference + ", not " + api.authorization());
        }
    }
}
