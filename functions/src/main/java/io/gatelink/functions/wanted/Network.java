package io.gatelink.functions.wanted;

import java.net.URI;
import java.util.List;

/**
 * How a VPC link of version 2 reaches a load balancer. It belongs to a VPC, and serves all load balancers in it.
 *
 * @param link                         which of the stack's links: the VPC's id, and behind a slash a hash of subnets
 *                                     and security groups if the stack's parameters name any
 * @param subnetIds                    that a new link is in
 * @param securityGroupIds             of a new link; none for the VPC's default one
 * @param loadBalancerSecurityGroupIds of the load balancer, which have to let in what comes from the link
 */
public record Network(
        String link, List<String> subnetIds, List<String> securityGroupIds, List<String> loadBalancerSecurityGroupIds) {

    /** The VPC. */
    public String vpcId() {
        return link.split("/", 2)[0];
    }

    /** Which rules have to let requests through, in words. */
    String wayIn(String uri) {
        int port = URI.create(uri).getPort();
        String ofLink = securityGroupIds.isEmpty()
                ? "the default security group of its VPC"
                : "security groups " + String.join(", ", securityGroupIds);
        return "VPC link (" + ofLink + ") lets out port " + port + ", "
                + (loadBalancerSecurityGroupIds.isEmpty()
                        ? "the load balancer has no security groups, "
                        : "the load balancer's security groups (" + String.join(", ", loadBalancerSecurityGroupIds)
                                + ") let it in from there, ")
                + "and those of the targets let in the load balancer and, behind a network load balancer that keeps "
                + "client addresses, the link";
    }
}
