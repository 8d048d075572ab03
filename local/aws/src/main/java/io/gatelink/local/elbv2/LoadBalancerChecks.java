package io.gatelink.local.elbv2;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Whether AWS would accept what a load balancer is asked to be. */
final class LoadBalancerChecks {

    private static final Pattern PRIVATE_ADDRESS = Pattern.compile(
            "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

    private LoadBalancerChecks() {}

    /**
     * @throws io.gatelink.local.core.AwsException SubnetNotFound, InvalidSecurityGroup, TooManyTags, ValidationError
     */
    static void check(LoadBalancers.CreateLoadBalancer asked) {
        Elbv2Errors.name("The load balancer", asked.name());
        if (asked.name().startsWith("internal-")) {
            throw Elbv2Errors.validation("The load balancer name '" + asked.name() + "' cannot begin with 'internal-'");
        }
        Elbv2Errors.oneOf(
                "type", asked.type(), List.of(LoadBalancer.APPLICATION, LoadBalancer.NETWORK), List.of("gateway"));
        Elbv2Errors.oneOf("scheme", asked.scheme(), List.of("internet-facing", "internal"));
        checkIpAddressType(asked.ipAddressType());
        checkSubnets(asked.type(), asked.scheme(), asked.subnets());
        asked.securityGroups().forEach(LoadBalancerChecks::checkSecurityGroup);
        Elbv2Tags.checked(asked.tags());
    }

    /** @throws io.gatelink.local.core.AwsException ValidationError */
    static void checkIpAddressType(String ipAddressType) {
        Elbv2Errors.oneOf(
                "ipAddressType", ipAddressType, List.of("ipv4", "dualstack"), List.of("dualstack-without-public-ipv4"));
    }

    /** @throws io.gatelink.local.core.AwsException SubnetNotFound, InvalidConfigurationRequest, ValidationError */
    static void checkSubnets(String type, String scheme, List<LoadBalancers.Subnet> subnets) {
        if (subnets.isEmpty()) {
            throw Elbv2Errors.validation("At least one subnet must be specified");
        }
        if (type.equals(LoadBalancer.APPLICATION) && subnets.size() < 2) {
            throw Elbv2Errors.validation("At least two subnets in two different Availability Zones must be specified");
        }
        var ids = new HashSet<String>();
        for (LoadBalancers.Subnet subnet : subnets) {
            if (!subnet.id().matches("subnet-[0-9a-zA-Z-]{1,64}")) {
                throw Elbv2Errors.error(
                        "SubnetNotFound", "The subnet ID '" + Elbv2Errors.quoted(subnet.id()) + "' does not exist");
            }
            if (!ids.add(subnet.id())) {
                throw Elbv2Errors.error(
                        "InvalidConfigurationRequest",
                        "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
            }
            subnet.privateIpv4Address().ifPresent(address -> checkPrivateAddress(type, scheme, address));
        }
    }

    private static void checkPrivateAddress(String type, String scheme, String address) {
        if (!type.equals(LoadBalancer.NETWORK) || !scheme.equals("internal")) {
            throw Elbv2Errors.error(
                    "InvalidConfigurationRequest",
                    "A private IPv4 address can only be specified for an internal Network Load Balancer");
        }
        if (!PRIVATE_ADDRESS.matcher(address).matches()) {
            throw Elbv2Errors.validation("'" + Elbv2Errors.quoted(address) + "' is not a valid private IPv4 address");
        }
    }

    static void checkSecurityGroup(String group) {
        if (!group.matches("sg-[0-9a-zA-Z-]{1,64}")) {
            throw Elbv2Errors.error(
                    "InvalidSecurityGroup", "The security group ID '" + Elbv2Errors.quoted(group) + "' does not exist");
        }
    }
}
