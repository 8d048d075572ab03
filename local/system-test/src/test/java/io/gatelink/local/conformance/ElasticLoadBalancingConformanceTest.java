package io.gatelink.local.conformance;

import static io.gatelink.local.conformance.LocalAwsOverHttp.error;
import static io.gatelink.local.conformance.LocalAwsOverHttp.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** Elastic Load Balancing through AWS's own client. */
class ElasticLoadBalancingConformanceTest {

    private static LocalAwsOverHttp local;
    private static ElasticLoadBalancingV2Client elb;

    @BeforeAll
    static void start() {
        local = new LocalAwsOverHttp();
        elb = local.client(ElasticLoadBalancingV2Client.builder());
    }

    @AfterAll
    static void stop() {
        local.close();
    }

    @Test
    void aLoadBalancerListenerGroupAndTargetReadBackAndGo() {
        LoadBalancer created = local.networkLoadBalancer("orders");
        String arn = created.loadBalancerArn();
        assertThat(created.dnsName()).matches("orders-[0-9a-f]{16}\\.elb\\.us-east-1\\.amazonaws\\.com");
        assertThat(created.createdTime()).isEqualTo(created.createdTime().truncatedTo(ChronoUnit.MILLIS));
        assertThat(elb.createLoadBalancer(r -> r.name("orders")
                                .type(LoadBalancerTypeEnum.NETWORK)
                                .subnets("subnet-1"))
                        .loadBalancers())
                .as("the same again")
                .containsExactly(created);
        var listener =
                elb.describeListeners(r -> r.loadBalancerArn(arn)).listeners().get(0);
        var group = elb.describeTargetGroups(r -> r.loadBalancerArn(arn))
                .targetGroups()
                .get(0);
        assertThat(listener.defaultActions().get(0).targetGroupArn()).isEqualTo(group.targetGroupArn());
        assertThat(until(
                        () -> elb.describeTargetHealth(r -> r.targetGroupArn(group.targetGroupArn()))
                                .targetHealthDescriptions()
                                .get(0)
                                .targetHealth()
                                .state(),
                        state -> state != TargetHealthStateEnum.INITIAL))
                .isEqualTo(TargetHealthStateEnum.HEALTHY);

        assertThat(error(() -> elb.deleteTargetGroup(r -> r.targetGroupArn(group.targetGroupArn()))))
                .startsWith("400 ResourceInUse: Target group '");
        elb.deleteListener(r -> r.listenerArn(listener.listenerArn()));
        elb.deleteTargetGroup(r -> r.targetGroupArn(group.targetGroupArn()));
        elb.deleteLoadBalancer(r -> r.loadBalancerArn(arn));
        elb.deleteLoadBalancer(r -> r.loadBalancerArn(arn));
        assertThat(error(() -> elb.describeLoadBalancers(r -> r.loadBalancerArns(arn))))
                .isEqualTo("400 LoadBalancerNotFound: Load balancers '[" + arn + "]' not found");
    }

    @Test
    void tagsAttributesAndReservedCapacityReadBack() {
        String arn = local.networkLoadBalancer("tagged").loadBalancerArn();
        elb.addTags(r -> r.resourceArns(arn).tags(tag("a", "1"), tag("b", "ä+=@")));
        elb.removeTags(r -> r.resourceArns(arn).tagKeys("a"));
        assertThat(elb.describeTags(r -> r.resourceArns(arn))
                        .tagDescriptions()
                        .get(0)
                        .tags())
                .containsExactly(tag("b", "ä+=@"));

        var attribute = LoadBalancerAttribute.builder()
                .key("load_balancing.cross_zone.enabled")
                .value("true")
                .build();
        elb.modifyLoadBalancerAttributes(r -> r.loadBalancerArn(arn).attributes(attribute));
        assertThat(elb.describeLoadBalancerAttributes(r -> r.loadBalancerArn(arn))
                        .attributes())
                .contains(attribute);
        assertThat(elb.describeCapacityReservation(r -> r.loadBalancerArn(arn)).minimumLoadBalancerCapacity())
                .isNull();
        assertThat(error(() -> elb.describeCapacityReservation(r -> r.loadBalancerArn(arn.replace("tagged", "no")))))
                .startsWith("400 LoadBalancerNotFound: ");
    }

    @Test
    void aLoadBalancerCannotGoBeforeItsLink() {
        String arn = local.networkLoadBalancer("linked").loadBalancerArn();
        ApiGatewayClient apiGateway = local.client(ApiGatewayClient.builder());
        String link =
                apiGateway.createVpcLink(r -> r.name("linked").targetArns(arn)).id();
        until(() -> apiGateway.getVpcLink(r -> r.vpcLinkId(link)).statusAsString(), "AVAILABLE"::equals);

        assertThat(error(() -> elb.deleteLoadBalancer(r -> r.loadBalancerArn(arn))))
                .isEqualTo("400 ResourceInUse: Load " + "balancer '" + arn
                        + "' cannot be deleted because it is currently associated with another service");
        apiGateway.deleteVpcLink(r -> r.vpcLinkId(link));
        until(() -> error(() -> elb.deleteLoadBalancer(r -> r.loadBalancerArn(arn))), "no error"::equals);
    }

    @Test
    void listingsComeInPages() {
        for (String name : new String[] {"page-1", "page-2", "page-3"}) {
            elb.createLoadBalancer(
                    r -> r.name(name).type(LoadBalancerTypeEnum.NETWORK).subnets("subnet-1"));
        }

        assertThat(elb.describeLoadBalancers(r -> r.pageSize(2)).nextMarker()).isNotNull();
        assertThat(elb.describeLoadBalancersPaginator(r -> r.pageSize(2)).loadBalancers().stream()
                        .map(LoadBalancer::loadBalancerName))
                .contains("page-1", "page-2", "page-3")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatCannotBeIsRefusedInElasticLoadBalancingsWords() {
        assertThat(error(() -> elb.createLoadBalancer(
                        r -> r.name("no!").type(LoadBalancerTypeEnum.NETWORK).subnets("subnet-1"))))
                .startsWith("400 ValidationError: ");
        assertThat(error(() -> elb.describeRules(r -> r.listenerArn("x"))))
                .isEqualTo("501 NotImplemented: The local AWS "
                        + "does not support Elastic Load Balancing DescribeRules. "
                        + "docs/supported-operations.md lists what it does.");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
