package io.gatelink.local.ec2;

import java.util.Map;

/**
 * A subnet.
 *
 * @param defaultForZone whether it is the default VPC's in its zone
 * @param assumed        whether it was never created: it is there because something names it
 */
public record Subnet(
        String id,
        String vpcId,
        Cidr cidrBlock,
        AvailabilityZone zone,
        boolean defaultForZone,
        boolean assumed,
        Map<String, String> tags) {

    public Subnet {
        tags = Map.copyOf(tags);
    }

    Subnet withZone(AvailabilityZone newZone) {
        return new Subnet(id, vpcId, cidrBlock, newZone, defaultForZone, assumed, tags);
    }
}
