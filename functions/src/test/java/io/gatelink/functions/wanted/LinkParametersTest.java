package io.gatelink.functions.wanted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatelink.functions.lambda.FakeClients;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AvailabilityZone;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

class LinkParametersTest {

    private static final String ARN =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/orders/50dc6c495c0c9188";
    private static final Map<String, String> V2_BY_TAG = Map.of("gatelink:link", "v2");

    private static LinkParameters parameters(String version, String subnets, String groups) {
        return LinkParameters.of(FakeClients.of(
                        Map.of("LINK_VERSION", version, "LINK_SUBNET_IDS", subnets, "LINK_SECURITY_GROUP_IDS", groups),
                        () -> Instant.EPOCH)
                .settings());
    }

    private static Network network(LinkParameters parameters, String type, Map<String, String> tags) {
        return parameters.network(
                LoadBalancer.builder()
                        .loadBalancerArn(ARN)
                        .type(type)
                        .vpcId("vpc-0a")
                        .availabilityZones(
                                AvailabilityZone.builder()
                                        .subnetId("subnet-0000000b")
                                        .build(),
                                AvailabilityZone.builder()
                                        .subnetId("subnet-0000000a")
                                        .build())
                        .securityGroups("sg-0000000c")
                        .build(),
                PublicationTags.of(ARN, tags));
    }

    @Test
    void withoutATagTheParameterDecides() {
        assertThat(network(parameters("V1", "", ""), "network", Map.of())).isNull();
        assertThat(network(parameters("V2", "", ""), "network", Map.of())).isNotNull();
        assertThat(network(parameters("V1", "", ""), "network", V2_BY_TAG)).isNotNull();
    }

    @Test
    void aLinkOfAVpcIsInTheLoadBalancersOwnSubnets() {
        assertThat(network(parameters("V2", "", ""), "application", Map.of()))
                .isEqualTo(new Network(
                        "vpc-0a", List.of("subnet-0000000a", "subnet-0000000b"), List.of(), List.of("sg-0000000c")));
    }

    @Test
    void otherSubnetsOrSecurityGroupsMakeAnotherLink() {
        Network one = network(parameters("V2", "subnet-00000001,subnet-00000002", ""), "network", Map.of());
        Network other = network(parameters("V2", "subnet-00000001", "sg-00000001"), "network", Map.of());

        assertThat(one.subnetIds()).containsExactly("subnet-00000001", "subnet-00000002");
        assertThat(other.securityGroupIds()).containsExactly("sg-00000001");
        assertThat(one.link()).startsWith("vpc-0a/").isNotEqualTo(other.link());
        assertThat(one.vpcId()).isEqualTo("vpc-0a");
    }

    @Test
    void anApplicationLoadBalancerIsRefusedWithALinkOfVersion1() {
        assertThatThrownBy(() -> network(parameters("V1", "", ""), "application", Map.of()))
                .isInstanceOf(UnsupportedLoadBalancerException.class)
                .hasMessage("Load balancer " + ARN + " is an application load balancer, to which only VPC links of "
                        + "version 2 lead: run aws elbv2 add-tags --resource-arns " + ARN
                        + " --tags Key=gatelink:link,Value=v2, or deploy the stack with LinkVersion=V2.");
    }

    @Test
    void idsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> parameters("V2", "subnet-1", ""))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("Environment variable LINK_SUBNET_IDS is \"subnet-1\": set it to up to 10 ids such as "
                        + "subnet-0a1b2c3d with commas between them, or to nothing.");
    }

    @Test
    void aTestWithoutAnAnswerNamesTheRulesOnItsWay() {
        Network network = network(parameters("V2", "", "sg-00000001"), "network", Map.of());

        assertThat(network.wayIn("http://orders.example.com:8080"))
                .isEqualTo("VPC link (security groups sg-00000001) lets out port 8080, the load balancer's security "
                        + "groups (sg-0000000c) let it in from there, and those of the targets let in the load "
                        + "balancer and, behind a network load balancer that keeps client addresses, the link");
    }
}
