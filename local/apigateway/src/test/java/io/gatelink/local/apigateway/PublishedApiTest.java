package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;

/** AWS's guide to private integrations, from the link to what the data plane serves. */
class PublishedApiTest {

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void theGuidesStepsLeadToAStageThatTheDataPlaneServes() {
        String link = aws.availableVpcLink("shop");
        var api = aws.client.createRestApi(r -> r.name("shop")
                .endpointConfiguration(e -> e.typesWithStrings("REGIONAL"))
                .tags(Map.of("gatelink:owner", "stack")));
        String root = aws.client
                .getResources(r -> r.restApiId(api.id()))
                .items()
                .get(0)
                .id();
        assertThat(root).isEqualTo(api.rootResourceId());
        String proxy = aws.client
                .createResource(r -> r.restApiId(api.id()).parentId(root).pathPart("{proxy+}"))
                .id();
        for (String resource : List.of(root, proxy)) {
            boolean below = resource.equals(proxy);
            aws.client.putMethod(r -> r.restApiId(api.id())
                    .resourceId(resource)
                    .httpMethod("ANY")
                    .authorizationType("AWS_IAM")
                    .requestParameters(below ? Map.of("method.request.path.proxy", true) : Map.of()));
            var integration = aws.client.putIntegration(r -> r.restApiId(api.id())
                    .resourceId(resource)
                    .httpMethod("ANY")
                    .type(IntegrationType.HTTP_PROXY)
                    .integrationHttpMethod("ANY")
                    .connectionType(ConnectionType.VPC_LINK)
                    .connectionId("${stageVariables.vpcLinkId}")
                    .uri(below ? "http://lb.example.com/{proxy}" : "http://lb.example.com/")
                    .requestParameters(
                            below ? Map.of("integration.request.path.proxy", "method.request.path.proxy") : Map.of()));
            assertThat(integration.connectionId()).isEqualTo("${stageVariables.vpcLinkId}");
            assertThat(integration.cacheNamespace()).isEqualTo(resource);
        }
        String deployment =
                aws.client.createDeployment(r -> r.restApiId(api.id())).id();
        aws.client.createStage(r -> r.restApiId(api.id())
                .stageName("live")
                .deploymentId(deployment)
                .variables(Map.of("vpcLinkId", link))
                .tags(Map.of("gatelink:owner", "stack")));

        LiveStage live = aws.service.stage(api.id(), "live");
        assertThat(live.variables()).containsExactly(Map.entry("vpcLinkId", link));
        assertThat(live.resources()).extracting(Resource::path).containsExactly("/", "/{proxy+}");
        assertThat(live.resources())
                .allSatisfy(resource -> assertThat(resource.methods().get("ANY").authorizationType())
                        .isEqualTo("AWS_IAM"));
        assertThat(aws.service.link(link))
                .isEqualTo(new LiveStage.Link(
                        link, "AVAILABLE", FakeLoadBalancers.arn("loadbalancer/net/shop/0123456789abcdef")));
        assertThat(aws.service.hasApi(api.id())).isTrue();
        assertThat(aws.service.apiKeys(api.id(), "live")).isEmpty();
    }

    @Test
    void aDeploymentIsASnapshot() {
        String api = aws.integratedApi("${stageVariables.vpcLinkId}");
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));

        aws.client.deleteMethod(r -> r.restApiId(api).resourceId(aws.root(api)).httpMethod("GET"));
        assertThat(aws.service.stage(api, "live").resources().get(0).methods()).containsOnlyKeys("GET");

        aws.putMethod(api, "POST");
        aws.client.putIntegration(
                aws.integration(api, "POST", "${stageVariables.vpcLinkId}").build());
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));
        assertThat(aws.service.stage(api, "live").resources().get(0).methods()).containsOnlyKeys("POST");
    }

    @Test
    void aChangedStageVariableIsServedAtOnce() {
        String api = aws.integratedApi("${stageVariables.vpcLinkId}");
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live").variables(Map.of("vpcLinkId", "first1")));

        aws.client.updateStage(
                r -> r.restApiId(api).stageName("live").patchOperations(replace("/variables/vpcLinkId", "second")));

        assertThat(aws.service.stage(api, "live").variables()).containsEntry("vpcLinkId", "second");
    }

    @Test
    void whatIsNotThereIsNotServed() {
        String api = aws.integratedApi("${stageVariables.vpcLinkId}");
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));

        assertThat(aws.service.stage(api, "other")).isNull();
        assertThat(aws.service.stage("nosuchapi1", "live")).isNull();
        assertThat(aws.service.hasApi("nosuchapi1")).isFalse();
        assertThat(aws.service.link("nolink")).isNull();

        aws.client.updateRestApi(r -> r.restApiId(api).patchOperations(replace("/disableExecuteApiEndpoint", "true")));
        assertThat(aws.service.hasApi(api)).isFalse();
        assertThat(aws.service.stage(api, "live")).isNull();

        aws.client.updateRestApi(r -> r.restApiId(api).patchOperations(replace("/disableExecuteApiEndpoint", "false")));
        assertThat(aws.service.stage(api, "live")).isNotNull();
        aws.client.deleteStage(r -> r.restApiId(api).stageName("live"));
        assertThat(aws.service.stage(api, "live")).isNull();
        aws.client.deleteRestApi(r -> r.restApiId(api));
        assertThat(aws.service.hasApi(api)).isFalse();
    }
}
