package io.gatelink.local.elbv2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.ec2.Ec2;
import io.gatelink.local.ec2.Subnets;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Load balancers are in the VPC of their subnets, and so is all that belongs to them. */
class PlacementTest {

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final Ec2 ec2 = new Ec2(account);
    private final LoadBalancers loadBalancers = new LoadBalancers(
            account, ec2, new LoadBalancers.Settings(Duration.ZERO, (address, check) -> HealthProbe.Result.HEALTHY));
    private final String vpc = ec2.vpcs().createVpc("10.1.0.0/16", Map.of()).id();
    private final String subnetA = subnet("10.1.0.0/24", "us-east-1a");
    private final String subnetB = subnet("10.1.1.0/24", "us-east-1b");
    private final String otherInB = subnet("10.1.2.0/24", "us-east-1b");
    private final String group = ec2.securityGroups()
            .createSecurityGroup("web", "web", Optional.of(vpc), Map.of())
            .id();

    @AfterEach
    void closeTheLoop() {
        loop.close();
    }

    @Test
    void aLoadBalancerIsInTheVpcAndTheZonesOfItsSubnets() {
        LoadBalancer created = create("network", List.of(subnetB, subnetA), List.of(group));

        assertThat(created.vpcId()).isEqualTo(vpc);
        assertThat(created.zones())
                .extracting(LoadBalancer.Zone::subnetId, LoadBalancer.Zone::zoneName)
                .containsExactly(tuple(subnetB, "us-east-1b"), tuple(subnetA, "us-east-1a"));
    }

    @Test
    void anApplicationLoadBalancerWithoutSecurityGroupsHasTheDefaultOneOfItsVpc() {
        assertThat(create("application", List.of(subnetA, subnetB), List.of()).securityGroups())
                .containsExactly(ec2.securityGroups().defaultOf(vpc).id());
        assertThat(create("network", List.of(subnetA, subnetB), List.of()).securityGroups())
                .isEmpty();
    }

    @Test
    void neverCreatedSubnetsOfTwoLoadBalancersCanHaveAThird() {
        create("network", List.of("subnet-1"), List.of());
        create("network", List.of("subnet-2"), List.of());

        assertThat(create("network", List.of("subnet-1", "subnet-2"), List.of()).zones())
                .extracting(LoadBalancer.Zone::zoneName)
                .containsExactly("us-east-1a", "us-east-1b");
    }

    @Test
    void subnetsOfOneZoneOrOfTwoVpcsAreRefused() {
        assertThatThrownBy(() -> create("network", List.of(subnetB, otherInB), List.of()))
                .isInstanceOf(AwsException.class)
                .hasMessage("A load balancer cannot be attached to multiple subnets in the same Availability Zone");
        assertThatThrownBy(() -> create("network", List.of(subnetA, "subnet-1"), List.of()))
                .hasMessage("All subnets must belong to the same VPC: '" + vpc + "'");
        String arn = create("network", List.of("subnet-1"), List.of()).arn();
        assertThatThrownBy(() ->
                        loadBalancers.setSubnets(arn, List.of(LoadBalancers.Subnet.of(subnetA)), Optional.empty()))
                .hasMessage("All subnets must belong to the same VPC: '" + Ec2.DEFAULT_VPC_ID + "'");
        ec2.subnets().deleteSubnet(otherInB);
        assertThatThrownBy(() -> create("network", List.of(otherInB), List.of()))
                .hasMessage("The subnet ID '" + otherInB + "' does not exist");
    }

    @Test
    void aVpcWithoutAnInternetGatewayHasNoInternetFacingLoadBalancer() {
        assertThatThrownBy(() -> loadBalancers.createLoadBalancer(new LoadBalancers.CreateLoadBalancer(
                        "orders",
                        "network",
                        "internet-facing",
                        "ipv4",
                        List.of(LoadBalancers.Subnet.of(subnetA)),
                        List.of(),
                        Map.of())))
                .hasMessage("VPC " + vpc + " has no internet gateway");
    }

    @Test
    void securityGroupsOfAnotherVpcAreRefused() {
        assertThatThrownBy(() -> create("network", List.of("subnet-1"), List.of(group)))
                .hasMessage("Security group '" + group + "' does not belong to VPC '" + Ec2.DEFAULT_VPC_ID + "'");
        String arn = create("network", List.of(subnetA), List.of(group)).arn();
        assertThatThrownBy(() -> loadBalancers.setSecurityGroups(arn, List.of("sg-1"), Optional.empty()))
                .hasMessage("Security group 'sg-1' does not belong to VPC '" + vpc + "'");
        assertThatThrownBy(() -> ec2.securityGroups().deleteSecurityGroup(group))
                .hasMessage("resource " + group + " has a dependent object");
    }

    @Test
    void aTargetGroupOfAnotherVpcIsRefused() {
        String arn = create("network", List.of(subnetA), List.of()).arn();
        String theirs = targetGroup("theirs", "vpc-1");
        assertThatThrownBy(() -> listener(arn, theirs))
                .hasMessage("Target group '" + theirs + "' is in a different VPC than load balancer '" + arn + "'");

        assertThat(listener(arn, targetGroup("ours", vpc)).loadBalancerArn()).isEqualTo(arn);
        String inDefault = create("network", List.of("subnet-1"), List.of()).arn();
        assertThat(listener(inDefault, theirs).loadBalancerArn())
                .as("a VPC that was never created is the default one")
                .isEqualTo(inDefault);
    }

    private String subnet(String cidrBlock, String zone) {
        return ec2.subnets()
                .createSubnet(new Subnets.CreateSubnet(vpc, cidrBlock, Optional.of(zone), Optional.empty(), Map.of()))
                .id();
    }

    private LoadBalancer create(String type, List<String> subnets, List<String> groups) {
        return loadBalancers.createLoadBalancer(new LoadBalancers.CreateLoadBalancer(
                "lb-" + account.newHexId(8),
                type,
                "internal",
                "ipv4",
                subnets.stream().map(LoadBalancers.Subnet::of).toList(),
                groups,
                Map.of()));
    }

    private String targetGroup(String name, String vpcId) {
        return loadBalancers
                .targetGroups()
                .createTargetGroup(
                        name,
                        new TargetGroup.Settings("TCP", Optional.empty(), 80, vpcId, "ip", "ipv4"),
                        TargetGroups.HealthCheckChange.NONE,
                        Map.of())
                .arn();
    }

    private Listener listener(String arn, String targetGroup) {
        return loadBalancers
                .listeners()
                .createListener(
                        arn,
                        new Listener.Settings(
                                "TCP", 80, List.of(), Optional.empty(), List.of(), Action.Forward.to(targetGroup)),
                        Map.of());
    }
}
