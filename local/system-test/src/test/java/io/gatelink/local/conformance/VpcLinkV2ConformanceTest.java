package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static io.gatelink.local.conformance.LocalAwsOverHttp.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLinkStatus;

/** One VPC link V2, through which the methods of an API reach a network and an application load balancer. */
class VpcLinkV2ConformanceTest {

    private static LocalAwsOverHttp local;
    private static ApiGatewayClient client;
    private static ApiGatewayV2Client v2;
    private static String link;
    private static String nlb;
    private static String alb;
    private static String api;
    private static String root;

    @BeforeAll
    static void start() {
        local = new LocalAwsOverHttp();
        client = local.client(ApiGatewayClient.builder());
        v2 = local.client(ApiGatewayV2Client.builder());
        nlb = local.networkLoadBalancer("blue").loadBalancerArn();
        alb = local.applicationLoadBalancer("green").loadBalancerArn();
        link = v2.createVpcLink(r -> r.name("shared")
                        .subnetIds("subnet-1", "subnet-2")
                        .securityGroupIds("sg-1")
                        .tags(Map.of("team", "orders")))
                .vpcLinkId();
        await(VpcLinkStatus.AVAILABLE);
        var created = client.createRestApi(r -> r.name("orders"));
        api = created.id();
        root = created.rootResourceId();
        method("GET", nlb, "http://blue.example.com/a");
        method("POST", alb, "http://green.example.com/b");
        client.createDeployment(r -> r.restApiId(api).stageName("live").variables(Map.of("link", link)));
    }

    private static void method(String httpMethod, String target, String uri) {
        client.putMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod(httpMethod).authorizationType("NONE"));
        client.putIntegration(r -> r.restApiId(api)
                .resourceId(root)
                .httpMethod(httpMethod)
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod("GET")
                .uri(uri)
                .connectionType(ConnectionType.VPC_LINK)
                .connectionId("${stageVariables.link}")
                .integrationTarget(target));
    }

    private static void await(VpcLinkStatus status) {
        until(() -> v2.getVpcLink(r -> r.vpcLinkId(link)).vpcLinkStatus(), status::equals);
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    void theLinkReadsBackAsItWasMade() {
        var read = v2.getVpcLink(r -> r.vpcLinkId(link));

        assertThat(read.name()).isEqualTo("shared");
        assertThat(read.subnetIds()).containsExactly("subnet-1", "subnet-2");
        assertThat(read.securityGroupIds()).containsExactly("sg-1");
        assertThat(read.tags()).containsEntry("team", "orders");
        assertThat(read.vpcLinkVersionAsString()).isEqualTo("V2");
        assertThat(v2.getVpcLinks(r -> {}).items().get(0).vpcLinkId()).isEqualTo(link);
        assertThat(v2.getTags(r -> r.resourceArn(arn())).tags()).containsEntry("team", "orders");
        assertThat(client.getVpcLinks().items()).isEmpty();
    }

    @Test
    void theIntegrationReadsBackWithItsTarget() {
        assertThat(client.getIntegration(r -> r.restApiId(api).resourceId(root).httpMethod("POST"))
                        .integrationTarget())
                .isEqualTo(alb);
    }

    @Test
    void testInvocationsReachBothLoadBalancers() {
        assertThat(test("GET")).isEqualTo("200 blue GET /a null");
        assertThat(test("POST")).isEqualTo("200 green GET /b null");
    }

    @Test
    void aLinkInUseIsNotDeleted() {
        assertThat(error(() -> v2.deleteVpcLink(r -> r.vpcLinkId(link))))
                .isEqualTo("400 BadRequestException: Cannot delete vpc link. Vpc link '" + link
                        + "', is referenced in [GET:" + api + ", POST:" + api + "] in format of [Method:Resource].");
    }

    @Test
    void aRequestFailsThroughAnInactiveLinkAndWakesIt() {
        assertThat(local.call(api, "live").body()).isEqualTo("blue GET /a null");
        v2.tagResource(r -> r.resourceArn(arn()).tags(Map.of("local:inactive", "true")));
        assertThat(v2.getVpcLink(r -> r.vpcLinkId(link)).vpcLinkStatus()).isEqualTo(VpcLinkStatus.INACTIVE);

        HttpResponse<String> failed = local.call(api, "live");

        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("{\"message\": \"Internal server error\"}");
        await(VpcLinkStatus.AVAILABLE);
        assertThat(local.call(api, "live").body()).isEqualTo("blue GET /a null");
    }

    private static String arn() {
        return "arn:aws:apigateway:us-east-1::/vpclinks/" + link;
    }

    private static String test(String httpMethod) {
        var answer = client.testInvokeMethod(
                r -> r.restApiId(api).resourceId(root).httpMethod(httpMethod).stageVariables(Map.of("link", link)));
        return answer.status() + " " + answer.body();
    }
}
