package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.patch;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.GetIntegrationResponse;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigateway.model.Op;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;
import software.amazon.awssdk.services.apigateway.model.PutIntegrationRequest;

class IntegrationTargetsTest {

    private static final String VARIABLE = "${stageVariables.vpcLinkId}";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();
    private final String link = aws.availableVpcLinkV2("link");
    private final String nlb = aws.loadBalancers.network("blue", "active");
    private final String alb = aws.loadBalancers.application("green");
    private final String api = aws.restApi();
    private final String root = aws.root(api);

    IntegrationTargetsTest() {
        aws.putMethod(api, "GET");
    }

    @Test
    void anIntegrationReadsBackWithItsTarget() {
        var put = aws.client.putIntegration(
                aws.integration(api, "GET", link).integrationTarget(alb).build());

        assertThat(put.integrationTarget()).isEqualTo(alb);
        assertThat(integration().integrationTarget()).isEqualTo(alb);
        assertThat(aws.client
                        .getMethod(r -> r.restApiId(api).resourceId(root).httpMethod("GET"))
                        .methodIntegration()
                        .integrationTarget())
                .isEqualTo(alb);
    }

    @Test
    void aLinkV2NeedsATarget() {
        assertThat(put(r -> r.connectionId(link)))
                .isEqualTo("400 BadRequestException: IntegrationTarget is required for VpcLinkV2 " + link + ".");
    }

    @Test
    void aLinkV1TakesNoTarget() {
        String v1 = aws.vpcLink("v1");

        assertThat(put(r -> r.connectionId(v1).integrationTarget(nlb)))
                .isEqualTo("400 BadRequestException: IntegrationTarget is not supported for VpcLink " + v1 + ".");
    }

    @Test
    void aStageVariableMayStandForALinkOfEitherVersion() {
        assertThat(put(r -> r.connectionId(VARIABLE).integrationTarget(nlb))).isEqualTo("no error");
        assertThat(put(r -> r.connectionId(VARIABLE))).isEqualTo("no error");
    }

    @Test
    void withoutALinkThereIsNoTarget() {
        assertThat(put(r -> r.connectionType(ConnectionType.INTERNET)
                        .connectionId(null)
                        .integrationTarget(nlb)))
                .isEqualTo("400 BadRequestException: "
                        + "IntegrationTarget is only supported for connection type VPC_LINK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blue", VARIABLE, "http://lb.example.com"})
    void aTargetIsAnArn(String target) {
        assertThat(put(r -> r.connectionId(link).integrationTarget(target)))
                .isEqualTo("400 BadRequestException: Invalid ARN. ARN is not well formed " + target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/net/blue/0123456789abcdef/0123456789abcdef",
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/gwy/blue/0123456789abcdef",
                "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/blue",
                "arn:aws:elasticloadbalancing:us-east-1:210987654321:loadbalancer/net/blue/0123456789abcdef",
                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/blue/0123456789abcdef",
                "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-1"
            })
    void aTargetIsALoadBalancerOfThisAccountAndRegion(String target) {
        assertThat(put(r -> r.connectionId(link).integrationTarget(target)))
                .isEqualTo("400 BadRequestException: IntegrationTarget must be the ARN of an Application Load Balancer "
                        + "or a Network Load Balancer of this account and Region, but is " + target);
    }

    @Test
    void aTargetExistsWhenItIsNamed() {
        aws.loadBalancers.remove(nlb);
        assertThat(put(r -> r.connectionId(link).integrationTarget(nlb)))
                .isEqualTo("400 BadRequestException: IntegrationTarget " + nlb + " does not exist");

        assertThat(put(r -> r.connectionId(link).integrationTarget(alb))).isEqualTo("no error");
        aws.loadBalancers.remove(alb);
        assertThat(update(replace("/timeoutInMillis", "1000"))).isEqualTo("no error");
    }

    @Test
    void oneUpdateMovesAnIntegrationFromV1ToV2AndBack() {
        String v1 = aws.vpcLink("v1");
        aws.client.putIntegration(aws.integration(api, "GET", v1).build());

        assertThat(update(replace("/connectionId", link)))
                .isEqualTo("400 BadRequestException: IntegrationTarget is required for VpcLinkV2 " + link + ".");
        assertThat(update(
                        replace("/connectionId", link),
                        replace("/uri", "http://new.example.com"),
                        replace("/integrationTarget", nlb)))
                .isEqualTo("no error");
        assertThat(integration().connectionId()).isEqualTo(link);
        assertThat(integration().uri()).isEqualTo("http://new.example.com");
        assertThat(integration().integrationTarget()).isEqualTo(nlb);

        assertThat(update(replace("/connectionId", v1)))
                .isEqualTo("400 BadRequestException: IntegrationTarget is not supported for VpcLink " + v1 + ".");
        assertThat(update(replace("/connectionId", v1), replace("/integrationTarget", "")))
                .isEqualTo("no error");
        assertThat(integration().integrationTarget()).isNull();
    }

    @Test
    void aTargetIsOnlyReplaced() {
        assertThat(put(r -> r.connectionId(link).integrationTarget(nlb))).isEqualTo("no error");

        assertThat(update(patch(Op.ADD, "/integrationTarget", alb)))
                .isEqualTo("400 BadRequestException: Invalid patch operation specified. Must be one of: [replace]");
        assertThat(update(replace("/integrationTarget", alb))).isEqualTo("no error");
        assertThat(integration().integrationTarget()).isEqualTo(alb);
    }

    @Test
    void aMockHasNoTarget() {
        assertThat(put(r -> r.type(IntegrationType.MOCK).integrationTarget(nlb)))
                .isEqualTo("no error");
        assertThat(integration().integrationTarget()).isNull();
        assertThat(update(replace("/integrationTarget", nlb)))
                .isEqualTo("400 BadRequestException: Invalid patch path /integrationTarget");
    }

    @Test
    void aDeploymentKeepsTheTargetItWasMadeWith() {
        put(r -> r.connectionId(link).integrationTarget(nlb));
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));

        update(replace("/integrationTarget", alb));
        assertThat(liveTarget()).isEqualTo(nlb);

        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));
        assertThat(liveTarget()).isEqualTo(alb);
    }

    @Test
    void whatUsesALinkThatIsGoingCannotBeDeployed() {
        put(r -> r.connectionId(link).integrationTarget(nlb));
        aws.v2.deleteVpcLink(r -> r.vpcLinkId(link));

        assertThat(error(() -> aws.client.createDeployment(r -> r.restApiId(api).stageName("live"))))
                .isEqualTo("400 BadRequestException: Invalid Vpc Link identifier specified");
    }

    @Test
    void aLinkStaysWhileAStageUsesItLiterallyOrThroughItsVariable() {
        put(r -> r.connectionId(link).integrationTarget(nlb));
        aws.client.createDeployment(r -> r.restApiId(api).stageName("live"));
        aws.client.createDeployment(r -> r.restApiId(api).stageName("test"));
        String variable = aws.integratedApi(VARIABLE);
        aws.client.createDeployment(r -> r.restApiId(variable).stageName("live").variables(Map.of("vpcLinkId", link)));

        assertThat(error(() -> aws.v2.deleteVpcLink(r -> r.vpcLinkId(link))))
                .isEqualTo("400 BadRequestException: Cannot delete vpc link. Vpc link '" + link
                        + "', is referenced in [GET:" + api + ", GET:" + variable
                        + "] in format of [Method:Resource].");
        aws.client.deleteRestApi(r -> r.restApiId(api));
        aws.client.deleteStage(r -> r.restApiId(variable).stageName("live"));
        assertThat(error(() -> aws.v2.deleteVpcLink(r -> r.vpcLinkId(link)))).isEqualTo("no error");
    }

    private String put(Consumer<PutIntegrationRequest.Builder> change) {
        var request = aws.integration(api, "GET", null);
        change.accept(request);
        return error(() -> aws.client.putIntegration(request.build()));
    }

    private String update(PatchOperation... patch) {
        return error(() -> aws.client.updateIntegration(
                r -> r.restApiId(api).resourceId(root).httpMethod("GET").patchOperations(patch)));
    }

    private GetIntegrationResponse integration() {
        return aws.client.getIntegration(r -> r.restApiId(api).resourceId(root).httpMethod("GET"));
    }

    private String liveTarget() {
        return aws.service
                .stage(api, "live")
                .resources()
                .get(0)
                .methods()
                .get("GET")
                .methodIntegration()
                .integrationTarget();
    }
}
