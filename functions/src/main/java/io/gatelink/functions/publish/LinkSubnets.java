package io.gatelink.functions.publish;

import io.gatelink.functions.lambda.AwsClients;
import io.gatelink.functions.lambda.Ec2;
import io.gatelink.functions.lambda.InvalidConfigurationException;
import io.gatelink.functions.lambda.Text;
import io.gatelink.functions.lambda.UnsupportedLoadBalancerException;
import io.gatelink.functions.wanted.LinkParameters;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/** The subnets that the parameter LinkSubnetIds names: all of one VPC, whose load balancers alone they are for. */
record LinkSubnets(Ec2 ec2, LinkParameters parameters) {

    private static final String NOT_FOUND = "InvalidSubnetID";

    /** Those of a stack; nothing if the parameter is empty. */
    static Optional<LinkSubnets> of(AwsClients clients, LinkParameters parameters) {
        return parameters.subnetIds().isEmpty()
                ? Optional.empty()
                : Optional.of(new LinkSubnets(new Ec2(clients), parameters));
    }

    /**
     * @throws InvalidConfigurationException    if there is no such subnet, or they are of several VPCs
     * @throws UnsupportedLoadBalancerException if the load balancer is in another VPC
     */
    void requireIn(LoadBalancer loadBalancer) {
        String named = "Parameter LinkSubnetIds of the stack is " + String.join(",", parameters.subnetIds());
        Map<String, String> vpcs;
        try {
            vpcs = ec2.vpcs(parameters.subnetIds());
        } catch (AwsServiceException e) {
            if (!e.awsErrorDetails().errorCode().startsWith(NOT_FOUND)) {
                throw e;
            }
            throw new InvalidConfigurationException(named + ", but EC2 answered: "
                    + Text.printable(e.awsErrorDetails().errorMessage())
                    + ". Deploy the stack with subnets that exist, or with none.");
        }
        Set<String> different = new TreeSet<>(vpcs.values());
        if (different.size() > 1) {
            throw new InvalidConfigurationException(named + ", which are subnets of VPCs "
                    + String.join(" and ", different) + ": a VPC link is in one VPC. Deploy the stack with subnets of "
                    + "one, or with none, so that each VPC's link is in its load balancers' own.");
        }
        if (!different.contains(loadBalancer.vpcId())) {
            throw new UnsupportedLoadBalancerException(named + ", of VPC " + String.join("", different)
                    + ", but load balancer " + loadBalancer.loadBalancerArn() + " is in VPC " + loadBalancer.vpcId()
                    + ": deploy the stack without LinkSubnetIds, so that each VPC's link is in its load balancers' own "
                    + "subnets, or another stack for this VPC.");
        }
    }
}
