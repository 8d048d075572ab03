package io.gatelink.local.apigateway;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a VPC link V2 can be in the subnets and security groups that it is asked to be in.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html">VPC links
 *      V2</a>
 */
final class VpcLinkNetwork {

    private static final int MAX_SUBNETS = 10;

    /**
     * Those that AWS's table of Regions and Availability Zones leaves out, in Regions that have others; the text of
     * the refusal is that of real deployments.
     */
    private static final Set<String> ZONES_WITHOUT_SERVICE =
            Set.of("use1-az3", "usw1-az2", "ape1-az1", "euw3-az2", "cac1-az3");

    private final Account account;
    private final NetworkDirectory networks;

    VpcLinkNetwork(Account account, NetworkDirectory networks) {
        this.account = account;
        this.networks = networks;
    }

    /**
     * @return the VPC's id
     * @throws AwsException BadRequestException
     */
    String check(List<String> subnetIds, List<String> securityGroupIds) {
        if (subnetIds.isEmpty()) {
            throw ApiGatewayErrors.badRequest("At least one subnet must be specified");
        }
        if (subnetIds.size() > MAX_SUBNETS) {
            throw ApiGatewayErrors.badRequest(
                    "A VPC link can have at most " + MAX_SUBNETS + " subnets, but has " + subnetIds.size());
        }
        NetworkDirectory.Subnet first = null;
        for (String subnetId : subnetIds) {
            NetworkDirectory.Subnet subnet =
                    networks.subnet(subnetId).orElseThrow(() -> ApiGatewayErrors.badRequest(noSubnet(subnetId)));
            if (ZONES_WITHOUT_SERVICE.contains(subnet.zoneId())) {
                throw ApiGatewayErrors.badRequest("Subnet '" + subnetId + "' is in Availability Zone '"
                        + subnet.zoneId() + "' where service is not available");
            }
            if (!subnet.ownerId().equals(account.id()) && securityGroupIds.isEmpty()) {
                throw ApiGatewayErrors.badRequest(
                        "For a shared subnet, at least one security-group-id should be provided");
            }
            first = first == null ? subnet : first;
            if (!subnet.vpcId().equals(first.vpcId())) {
                throw ApiGatewayErrors.badRequest(
                        "Subnets '" + first.id() + "' and '" + subnetId + "' are in different VPCs");
            }
        }
        for (String groupId : securityGroupIds) {
            NetworkDirectory.SecurityGroup group = networks.securityGroup(groupId)
                    .orElseThrow(() -> ApiGatewayErrors.badRequest(noSecurityGroup(groupId)));
            if (!group.vpcId().equals(first.vpcId())) {
                throw ApiGatewayErrors.badRequest(
                        "Security group '" + groupId + "' and subnet '" + first.id() + "' are in different VPCs");
            }
        }
        return first.vpcId();
    }

    /** Why network interfaces cannot be made for a link, although it was accepted. */
    Optional<String> reasonToFail(VpcLinkV2 link) {
        for (String subnetId : link.subnetIds()) {
            if (networks.subnet(subnetId).isEmpty()) {
                return Optional.of(noSubnet(subnetId));
            }
        }
        for (String groupId : link.securityGroupIds()) {
            if (networks.securityGroup(groupId).isEmpty()) {
                return Optional.of(noSecurityGroup(groupId));
            }
        }
        return Optional.empty();
    }

    private static String noSubnet(String subnetId) {
        return "The subnet ID '" + subnetId + "' does not exist";
    }

    private static String noSecurityGroup(String groupId) {
        return "The security group '" + groupId + "' does not exist";
    }
}
