package io.gatelink.local.ec2;

import java.util.List;

/**
 * Network interfaces: one in each of some subnets, all with the same security groups.
 *
 * @param groups empty where nothing is filtered
 */
public record Interfaces(List<Subnet> subnets, List<SecurityGroup> groups) {

    public Interfaces {
        subnets = List.copyOf(subnets);
        groups = List.copyOf(groups);
    }

    /**
     * Whether security groups admit connections over TCP from all of these to all of those. A rule that names
     * addresses has to cover whole subnets, since AWS chooses the interfaces' addresses.
     */
    public boolean reach(Interfaces those, int port) {
        return admits(groups, true, those, port) && admits(those.groups, false, this, port);
    }

    private static boolean admits(List<SecurityGroup> groups, boolean egress, Interfaces peer, int port) {
        return groups.isEmpty()
                || peer.subnets.stream().allMatch(subnet -> groups.stream()
                        .flatMap(group -> group.rules(egress))
                        .map(SecurityGroupRule::permission)
                        .filter(permission -> permission.admitsTcp(port))
                        .anyMatch(permission -> isFor(permission.peer(), peer, subnet)));
    }

    private static boolean isFor(IpPermission.Peer allowed, Interfaces peer, Subnet subnet) {
        if (allowed instanceof IpPermission.Ipv4 range) {
            return range.cidr().contains(subnet.cidrBlock());
        }
        return allowed instanceof IpPermission.Group group
                && peer.groups.stream().anyMatch(its -> its.id().equals(group.groupId()));
    }

    /** The first one's address. */
    public String address() {
        return subnets.get(0).cidrBlock().address(10);
    }
}
