package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static io.gatelink.local.conformance.LocalAwsOverHttp.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ConnectionType;
import software.amazon.awssdk.services.apigateway.model.IntegrationType;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLinkStatus;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** A VPC with subnets and security groups, an application load balancer in it, and a VPC link V2 that leads there. */
class NetworkConformanceTest {

    private static LocalAwsOverHttp local;
    private static Ec2Client ec2;
    private static ElasticLoadBalancingV2Client elb;
    private static ApiGatewayClient apiGateway;
    private static ApiGatewayV2Client v2;
    private static String vpc;
    private static String subnetA;
    private static String subnetB;
    private static String ofLink;
    private static String ofLoadBalancer;
    private static LoadBalancer alb;
    private static String link;
    private static String api;

    @BeforeAll
    static void start() {
        local = new LocalAwsOverHttp();
        ec2 = local.client(Ec2Client.builder());
        elb = local.client(ElasticLoadBalancingV2Client.builder());
        apiGateway = local.client(ApiGatewayClient.builder());
        v2 = local.client(ApiGatewayV2Client.builder());
        vpc = ec2.createVpc(r -> r.cidrBlock("10.1.0.0/16")).vpc().vpcId();
        subnetA = subnet("10.1.0.0/24", "use1-az1");
        subnetB = subnet("10.1.1.0/24", "use1-az2");
        ofLink = group("link");
        ofLoadBalancer = group("alb");
        alb = loadBalancer();
        link = v2.createVpcLink(r -> r.name("shared").subnetIds(subnetA).securityGroupIds(ofLink))
                .vpcLinkId();
        until(() -> v2.getVpcLink(r -> r.vpcLinkId(link)).vpcLinkStatus(), VpcLinkStatus.AVAILABLE::equals);
        api = api();
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    private static String subnet(String cidrBlock, String zoneId) {
        return ec2.createSubnet(r -> r.vpcId(vpc).cidrBlock(cidrBlock).availabilityZoneId(zoneId))
                .subnet()
                .subnetId();
    }

    private static String group(String name) {
        return ec2.createSecurityGroup(r -> r.groupName(name).description(name).vpcId(vpc))
                .groupId();
    }

    private static LoadBalancer loadBalancer() {
        String arn = elb.createLoadBalancer(r -> r.name("orders")
                        .type(LoadBalancerTypeEnum.APPLICATION)
                        .scheme(LoadBalancerSchemeEnum.INTERNAL)
                        .subnets(subnetA, subnetB)
                        .securityGroups(ofLoadBalancer))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        int port = local.backend("orders");
        String targets = elb.createTargetGroup(r -> r.name("orders")
                        .protocol(ProtocolEnum.HTTP)
                        .port(port)
                        .targetType(TargetTypeEnum.IP)
                        .vpcId(vpc))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        elb.registerTargets(r -> r.targetGroupArn(targets).targets(target -> target.id("127.0.0.1")));
        elb.createListener(
                r -> r.loadBalancerArn(arn).protocol(ProtocolEnum.HTTP).port(80).defaultActions(action -> action.type(
                                ActionTypeEnum.FORWARD)
                        .targetGroupArn(targets)));
        return until(
                () -> elb.describeLoadBalancers(r -> r.loadBalancerArns(arn))
                        .loadBalancers()
                        .get(0),
                found -> found.state().code() == LoadBalancerStateEnum.ACTIVE);
    }

    private static String api() {
        var created = apiGateway.createRestApi(r -> r.name("orders"));
        apiGateway.putMethod(r -> r.restApiId(created.id())
                .resourceId(created.rootResourceId())
                .httpMethod("GET")
                .authorizationType("NONE"));
        apiGateway.putIntegration(r -> r.restApiId(created.id())
                .resourceId(created.rootResourceId())
                .httpMethod("GET")
                .type(IntegrationType.HTTP_PROXY)
                .integrationHttpMethod("GET")
                .uri("http://orders.example.com/a")
                .connectionType(ConnectionType.VPC_LINK)
                .connectionId(link)
                .integrationTarget(alb.loadBalancerArn())
                .timeoutInMillis(1000));
        apiGateway.createDeployment(r -> r.restApiId(created.id()).stageName("live"));
        return created.id();
    }

    @Test
    void theLoadBalancerReadsBackWithItsNetwork() {
        assertThat(alb.vpcId()).isEqualTo(vpc);
        assertThat(alb.type()).isEqualTo(LoadBalancerTypeEnum.APPLICATION);
        assertThat(alb.securityGroups()).containsExactly(ofLoadBalancer);
        assertThat(alb.availabilityZones())
                .extracting(AvailabilityZone::subnetId, AvailabilityZone::zoneName)
                .containsExactly(tuple(subnetA, "us-east-1a"), tuple(subnetB, "us-east-1b"));
    }

    @Test
    void onlyWhatSecurityGroupsAdmitGetsThrough() {
        var refused = local.call(api, "live");
        assertThat(refused.statusCode()).isEqualTo(504);
        assertThat(refused.body()).isEqualTo("{\"message\": \"Endpoint request timed out\"}");

        ec2.authorizeSecurityGroupIngress(r -> r.groupId(ofLoadBalancer)
                .ipPermissions(IpPermission.builder()
                        .ipProtocol("tcp")
                        .fromPort(80)
                        .toPort(80)
                        .userIdGroupPairs(
                                UserIdGroupPair.builder().groupId(ofLink).build())
                        .build()));

        assertThat(local.call(api, "live").body()).isEqualTo("orders GET /a null");
    }

    @Test
    void whatIsInUseStays() {
        assertThat(error(() -> ec2.deleteSubnet(r -> r.subnetId(subnetA))))
                .isEqualTo("400 DependencyViolation: The subnet '" + subnetA
                        + "' has dependencies and cannot be deleted.");
        assertThat(error(() -> ec2.deleteSecurityGroup(r -> r.groupId(ofLink))))
                .isEqualTo("400 DependencyViolation: resource " + ofLink + " has a dependent object");
    }

    @Test
    void aLinkCannotBeInTheZoneWhereApiGatewayIsNot() {
        String subnet = subnet("10.1.3.0/24", "use1-az3");

        assertThat(error(() -> v2.createVpcLink(r -> r.name("nowhere").subnetIds(subnet))))
                .isEqualTo("400 BadRequestException: Subnet '" + subnet
                        + "' is in Availability Zone 'use1-az3' where service is not available");
    }
}
