package io.gatelink.local.ec2;

import io.gatelink.local.core.Account;
import java.util.List;
import java.util.Map;

/**
 * Amazon EC2's networks. There is a default VPC, with its default security group and a default subnet in each zone.
 *
 * <p>A subnet or security group that was never created, but that a load balancer, a VPC link or an event names, is
 * assumed to be one of the default VPC (or of the event's); such a group admits everything. So does the default group
 * of the default VPC, by a rule that can be revoked. What was deleted is gone.
 *
 * <p>Used exclusively.
 */
public final class Ec2 {

    /** The default VPC's. */
    public static final String DEFAULT_VPC_ID = "vpc-0a1b2c3d4e5f60718";

    static final String DEFAULT_GROUP_ID = "sg-0a1b2c3d4e5f60719";

    /** Of each default subnet, without its zone's letter. */
    private static final String DEFAULT_SUBNET_ID = "subnet-0a1b2c3d4e5f6072";

    private static final int FIRST_ADDRESS = 0xAC1F0000;

    private final Ec2State state = new Ec2State();
    private final Vpcs vpcs;
    private final Subnets subnets;
    private final SecurityGroups securityGroups;
    private final SecurityGroupRules rules;
    private final List<AvailabilityZone> zones;

    public Ec2(Account account) {
        this.zones = AvailabilityZone.of(account.region());
        this.securityGroups = new SecurityGroups(account, state);
        this.rules = new SecurityGroupRules(state, securityGroups);
        this.vpcs = new Vpcs(account, state, securityGroups);
        this.subnets = new Subnets(account, state, vpcs, zones);
        state.vpcs.put(DEFAULT_VPC_ID, new Vpc(DEFAULT_VPC_ID, Vpcs.ASSUMED, true, Map.of()));
        securityGroups.addOpen(DEFAULT_GROUP_ID, SecurityGroup.DEFAULT, "default VPC security group", DEFAULT_VPC_ID);
        for (int i = 0; i < zones.size(); i++) {
            String id = DEFAULT_SUBNET_ID + (char) ('a' + i);
            var block = new Cidr(FIRST_ADDRESS + (i << 12), 20);
            state.subnets.put(id, new Subnet(id, DEFAULT_VPC_ID, block, zones.get(i), true, false, Map.of()));
        }
    }

    public Vpcs vpcs() {
        return vpcs;
    }

    public Subnets subnets() {
        return subnets;
    }

    public SecurityGroups securityGroups() {
        return securityGroups;
    }

    public SecurityGroupRules rules() {
        return rules;
    }

    /** Of the Region. */
    public List<AvailabilityZone> zones() {
        return zones;
    }

    /** Has EC2 ask another service before a subnet or a security group is deleted. */
    public void heed(NetworkInterfaces interfaces) {
        state.interfaces.add(interfaces);
    }
}
