package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.Deployment;
import software.amazon.awssdk.services.apigateway.model.Op;

class DeploymentsTest {

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void anApiWithoutMethodsIsNotDeployed() {
        String api = aws.restApi();

        assertThat(error(() -> deploy(api)))
                .isEqualTo("400 BadRequestException: The REST API doesn't contain any methods");
        assertThat(aws.client.getDeployments(r -> r.restApiId(api)).items()).isEmpty();
    }

    @Test
    void aMethodWithoutIntegrationIsNotDeployed() {
        String api = integratedApi();
        aws.putMethod(api, "POST");

        assertThat(error(() -> deploy(api))).isEqualTo("400 BadRequestException: No integration defined for method");
    }

    @Test
    void anApiWhoseLinkIsBeingDeletedIsNotDeployed() {
        String link = aws.availableVpcLink("shop");
        String api = aws.integratedApi(link);
        deploy(api);
        aws.client.deleteVpcLink(r -> r.vpcLinkId(link));

        assertThat(error(() -> deploy(api)))
                .isEqualTo("400 BadRequestException: Invalid Vpc Link identifier specified");
        aws.loop.runUntilIdle();
        assertThat(error(() -> deploy(api)))
                .isEqualTo("400 BadRequestException: Invalid Vpc Link identifier specified");
    }

    @Test
    void aDeploymentShowsWhatItDeployed() {
        String api = integratedApi();
        aws.pass(Duration.ofMillis(2900));

        var created = aws.client.createDeployment(r -> r.restApiId(api).description("first"));

        assertThat(created.sdkHttpResponse().statusCode()).isEqualTo(201);
        assertThat(created.id()).matches("[a-z0-9]{6}");
        assertThat(created.description()).isEqualTo("first");
        assertThat(created.createdDate()).isEqualTo(ApiGatewayFixture.START.plusSeconds(2));
        var read = aws.client.getDeployment(r -> r.restApiId(api).deploymentId(created.id()));
        assertThat(read.description()).isEqualTo("first");
        assertThat(read.hasApiSummary()).isFalse();
        var summary = aws.client
                .getDeployment(r -> r.restApiId(api).deploymentId(created.id()).embed("apisummary"))
                .apiSummary();
        assertThat(summary).containsOnlyKeys("/");
        assertThat(summary.get("/").get("GET").authorizationType()).isEqualTo("NONE");
        assertThat(summary.get("/").get("GET").apiKeyRequired()).isFalse();
    }

    @Test
    void deployingToAStageMakesIt() {
        String api = integratedApi();

        String id = aws.client
                .createDeployment(r -> r.restApiId(api)
                        .stageName("test")
                        .stageDescription("d")
                        .variables(Map.of("vpcLinkId", "abc123"))
                        .tracingEnabled(true))
                .id();

        var stage = aws.client.getStage(r -> r.restApiId(api).stageName("test"));
        assertThat(stage.deploymentId()).isEqualTo(id);
        assertThat(stage.description()).isEqualTo("d");
        assertThat(stage.variables()).isEqualTo(Map.of("vpcLinkId", "abc123"));
        assertThat(stage.tracingEnabled()).isTrue();
    }

    @Test
    void deployingToAStageThatIsThereRepointsIt() {
        String api = integratedApi();
        deployTo(api, "test", Map.of("a", "1", "b", "1"));

        String second = deployTo(api, "test", Map.of("b", "2"));

        var stage = aws.client.getStage(r -> r.restApiId(api).stageName("test"));
        assertThat(stage.deploymentId()).isEqualTo(second);
        assertThat(stage.variables()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(aws.client.getDeployments(r -> r.restApiId(api)).items()).hasSize(2);
    }

    @Test
    void aDeploymentWithAWrongStageMakesNothing() {
        String api = integratedApi();

        assertThat(error(() -> deployTo(api, "a/b", Map.of())))
                .isEqualTo("400 BadRequestException: Stage name only allows a-zA-Z0-9_-");
        assertThat(error(() -> deployTo(api, "test", Map.of("a b", "1"))))
                .isEqualTo("400 BadRequestException: "
                        + "Invalid stage variable name: a b.  Please use names with only word characters.");
        assertThat(aws.client.getDeployments(r -> r.restApiId(api)).items()).isEmpty();
    }

    @Test
    void aDeploymentThatAStageServesStays() {
        String api = integratedApi();
        String first = deployTo(api, "test", Map.of());

        assertThat(delete(api, first))
                .isEqualTo("400 BadRequestException: "
                        + "Active stages pointing to this deployment must be moved or deleted");
        deployTo(api, "test", Map.of());
        assertThat(aws.client
                        .deleteDeployment(r -> r.restApiId(api).deploymentId(first))
                        .sdkHttpResponse()
                        .statusCode())
                .isEqualTo(202);
        assertThat(delete(api, first)).isEqualTo("404 NotFoundException: Invalid Deployment identifier specified");
    }

    @Test
    void itsDescriptionCanBeChanged() {
        String api = integratedApi();
        String id = deploy(api);

        aws.client.updateDeployment(
                r -> r.restApiId(api).deploymentId(id).patchOperations(replace("/description", "new")));
        assertThat(aws.client
                        .getDeployment(r -> r.restApiId(api).deploymentId(id))
                        .description())
                .isEqualTo("new");

        assertThat(error(() -> aws.client.updateDeployment(
                        r -> r.restApiId(api).deploymentId(id).patchOperations(replace("/wrongPath", "x")))))
                .isEqualTo("400 BadRequestException: Invalid patch path /wrongPath");
        assertThat(error(() -> aws.client.updateDeployment(r ->
                        r.restApiId(api).deploymentId(id).patchOperations(patch(Op.REMOVE, "/description", null)))))
                .isEqualTo("400 BadRequestException: Invalid patch operation specified. Must be one of: [replace]");
    }

    @Test
    void deploymentsAreListedInPages() {
        String api = integratedApi();
        String first = deploy(api);
        String second = deploy(api);

        assertThat(aws.client.getDeploymentsPaginator(r -> r.restApiId(api).limit(1)).items().stream()
                        .map(Deployment::id))
                .containsExactly(first, second);
    }

    @Test
    void canariesAndCachesAreRefusedByName() {
        String api = integratedApi();

        assertThat(error(() -> aws.client.createDeployment(
                        r -> r.restApiId(api).stageName("x").canarySettings(c -> c.percentTraffic(1.0)))))
                .startsWith("501 NotImplemented: The local AWS does not "
                        + "support apigateway CreateDeployment with canarySettings.");
        assertThat(error(() -> aws.client.createDeployment(
                        r -> r.restApiId(api).stageName("x").cacheClusterEnabled(true))))
                .contains("cacheClusterEnabled");
    }

    private String integratedApi() {
        return aws.integratedApi("${stageVariables.vpcLinkId}");
    }

    private String deploy(String api) {
        return aws.client.createDeployment(r -> r.restApiId(api)).id();
    }

    private String deployTo(String api, String stageName, Map<String, String> variables) {
        return aws.client
                .createDeployment(r -> r.restApiId(api).stageName(stageName).variables(variables))
                .id();
    }

    private String delete(String api, String deploymentId) {
        return error(() -> aws.client.deleteDeployment(r -> r.restApiId(api).deploymentId(deploymentId)));
    }
}
