package io.gatelink.local.ec2;

/** What other services have in subnets: load balancers, VPC links. */
@FunctionalInterface
public interface NetworkInterfaces {

    /** Whether any is in this subnet, or has this security group. */
    boolean use(String subnetOrGroupId);
}
