package io.gatelink.local.elbv2;

import io.gatelink.local.ec2.Ec2;
import io.gatelink.local.ec2.Interfaces;
import io.gatelink.local.ec2.SecurityGroup;
import io.gatelink.local.ec2.Subnet;
import io.gatelink.local.ec2.Vpc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Where load balancers are: VPC, Availability Zones, security groups. Used exclusively. */
final class Placement {

    private final Ec2 ec2;

    Placement(Ec2 ec2) {
        this.ec2 = ec2;
    }

    /** Of a load balancer, by its subnets. */
    record Place(String vpcId, List<LoadBalancer.Zone> zones) {}

    /**
     * @param subnets at least one
     * @throws io.gatelink.local.core.AwsException SubnetNotFound, InvalidConfigurationRequest
     */
    Place of(List<LoadBalancers.Subnet> subnets) {
        List<Subnet> found = ec2.subnets()
                .findInDifferentZones(
                        subnets.stream().map(LoadBalancers.Subnet::id).toList());
        var zones = new ArrayList<LoadBalancer.Zone>();
        var names = new HashSet<String>();
        for (LoadBalancers.Subnet asked : subnets) {
            Subnet subnet = found.stream()
                    .filter(it -> it.id().equals(asked.id()))
                    .findFirst()
                    .orElseThrow(() -> Elbv2Errors.error(
                            "SubnetNotFound", "The subnet ID '" + Elbv2Errors.quoted(asked.id()) + "' does not exist"));
            if (!names.add(subnet.zone().name())) {
                throw Elbv2Errors.error(
                        "InvalidConfigurationRequest",
                        "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
            }
            zones.add(new LoadBalancer.Zone(subnet.zone().name(), subnet.id(), asked.privateIpv4Address()));
        }
        String vpcId = found.get(0).vpcId();
        if (found.stream().anyMatch(subnet -> !subnet.vpcId().equals(vpcId))) {
            throw Elbv2Errors.error(
                    "InvalidConfigurationRequest", "All subnets must belong to the same VPC: '" + vpcId + "'");
        }
        return new Place(vpcId, zones);
    }

    /**
     * @throws io.gatelink.local.core.AwsException InvalidSubnet, if an internet-facing one has no way to the internet
     */
    void checkReachable(String scheme, String vpcId) {
        if (scheme.equals("internet-facing") && !ec2.vpcs().hasInternetGateway(vpcId)) {
            throw Elbv2Errors.error("InvalidSubnet", "VPC " + vpcId + " has no internet gateway");
        }
    }

    /**
     * @param current of the load balancer that moves to other subnets
     * @throws io.gatelink.local.core.AwsException SubnetNotFound, InvalidConfigurationRequest
     */
    List<LoadBalancer.Zone> moved(LoadBalancer current, List<LoadBalancers.Subnet> subnets) {
        Place place = of(subnets);
        if (!place.vpcId().equals(current.vpcId())) {
            throw Elbv2Errors.error(
                    "InvalidConfigurationRequest",
                    "All subnets must belong to the same VPC: '" + current.vpcId() + "'");
        }
        return place.zones();
    }

    /**
     * The security groups of a load balancer: an Application Load Balancer without any has its VPC's default one.
     *
     * @throws io.gatelink.local.core.AwsException InvalidSecurityGroup, InvalidConfigurationRequest
     */
    List<String> securityGroups(String type, String vpcId, List<String> asked) {
        for (String id : asked) {
            SecurityGroup group = ec2.securityGroups()
                    .find(id)
                    .orElseThrow(() -> Elbv2Errors.error(
                            "InvalidSecurityGroup",
                            "The security group ID '" + Elbv2Errors.quoted(id) + "' does not exist"));
            if (!group.vpcId().equals(vpcId)) {
                throw Elbv2Errors.error(
                        "InvalidConfigurationRequest",
                        "Security group '" + id + "' does not belong to VPC '" + vpcId + "'");
            }
        }
        return asked.isEmpty() && type.equals(LoadBalancer.APPLICATION)
                ? List.of(ec2.securityGroups().defaultOf(vpcId).id())
                : asked;
    }

    /** @throws io.gatelink.local.core.AwsException ValidationError for the VPC of a target group that was deleted */
    void checkVpc(String vpcId) {
        if (ec2.vpcs().find(vpcId).isEmpty()) {
            throw Elbv2Errors.validation("The VPC ID '" + Elbv2Errors.quoted(vpcId) + "' is not found");
        }
    }

    /** @throws io.gatelink.local.core.AwsException InvalidConfigurationRequest if they are not in the same VPC */
    void checkSameVpc(LoadBalancer loadBalancer, TargetGroup group) {
        String vpcId = ec2.vpcs().find(group.settings().vpcId()).map(Vpc::id).orElse("");
        if (!vpcId.equals(loadBalancer.vpcId())) {
            throw Elbv2Errors.error(
                    "InvalidConfigurationRequest",
                    "Target group '" + group.arn() + "' is in a different VPC than load balancer '" + loadBalancer.arn()
                            + "'");
        }
    }

    /**
     * Whether security groups let a VPC link through to a port of a load balancer: those of the link, and those of the
     * load balancer. Targets have none here.
     *
     * @return the link's address; empty if the connection is dropped
     */
    Optional<String> admits(LoadBalancer loadBalancer, int port, List<String> subnetIds, List<String> groupIds) {
        List<String> linkGroups = groupIds.isEmpty()
                ? List.of(ec2.securityGroups().defaultOf(loadBalancer.vpcId()).id())
                : groupIds;
        Interfaces link = interfaces(subnetIds, linkGroups);
        Interfaces its = interfaces(
                loadBalancer.zones().stream().map(LoadBalancer.Zone::subnetId).toList(), loadBalancer.securityGroups());
        return link.reach(its, port) ? Optional.of(link.address()) : Optional.empty();
    }

    private Interfaces interfaces(List<String> subnetIds, List<String> groupIds) {
        return new Interfaces(
                subnetIds.stream()
                        .flatMap(id -> ec2.subnets().find(id).stream())
                        .toList(),
                groupIds.stream()
                        .flatMap(id -> ec2.securityGroups().find(id).stream())
                        .toList());
    }

    /** Has the network be there that an event tells of. */
    void assume(LoadBalancer restored) {
        ec2.vpcs().assume(restored.vpcId());
        restored.zones().forEach(zone -> ec2.subnets().assume(zone.subnetId(), restored.vpcId(), zone.zoneName()));
        restored.securityGroups().forEach(group -> ec2.securityGroups().assume(group, restored.vpcId()));
    }
}
