package io.gatelink.local.elbv2;

import java.util.HashSet;
import java.util.List;

/** Whether AWS would accept what a load balancer is asked to be. */
final class LoadBalancerChecks {

    private LoadBalancerChecks() {
    }

    /** @throws io.gatelink.local.core.AwsException SubnetNotFound, InvalidSecurityGroup, TooManyTags, ValidationError */
    static void check(LoadBalancers.CreateLoadBalancer asked) {
        Elbv2Errors.name("Load balancer", asked.name());
        if (asked.name().startsWith("internal-")) {
            throw Elbv2Errors.validation("Load balancer name '" + asked.name() + "' cannot begin with 'internal-'");
        }
        Elbv2Errors.oneOf("type", asked.type(), List.of(LoadBalancer.APPLICATION, LoadBalancer.NETWORK));
        Elbv2Errors.oneOf("scheme", asked.scheme(), List.of("internet-facing", "internal"));
        Elbv2Errors.oneOf("ipAddressType", asked.ipAddressType(), List.of("ipv4", "dualstack"));
        if (asked.subnets().isEmpty()) {
            throw Elbv2Errors.validation("At least one subnet must be specified");
        }
        if (asked.type().equals(LoadBalancer.APPLICATION) && asked.subnets().size() < 2) {
            throw Elbv2Errors.validation("At least two subnets in two different Availability Zones must be specified");
        }
        for (String subnet : asked.subnets()) {
            if (!subnet.matches("subnet-[0-9a-zA-Z-]{1,64}")) {
                throw Elbv2Errors.error("SubnetNotFound",
                        "The subnet ID '" + Elbv2Errors.quoted(subnet) + "' does not exist");
            }
        }
        if (new HashSet<>(asked.subnets()).size() < asked.subnets().size()) {
            throw Elbv2Errors.error("InvalidConfigurationRequest",
                    "A load balancer cannot be attached to multiple subnets in the same Availability Zone");
        }
        asked.securityGroups().forEach(LoadBalancerChecks::checkSecurityGroup);
        Tags.checked(asked.tags());
    }

    static void checkSecurityGroup(String group) {
        if (!group.matches("sg-[0-9a-zA-Z-]{1,64}")) {
            throw Elbv2Errors.error("InvalidSecurityGroup",
                    "The security group ID '" + Elbv2Errors.quoted(group) + "' does not exist");
        }
    }
}
