package io.gatelink.local.ec2;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** VPCs. Used exclusively. */
public final class Vpcs {

    /** Of the default VPC, and of those that an event names. */
    static final Cidr ASSUMED = Cidr.parse("172.31.0.0/16").orElseThrow();

    private final Account account;
    private final Ec2State state;
    private final SecurityGroups groups;
    private final Set<String> created = new HashSet<>();

    Vpcs(Account account, Ec2State state, SecurityGroups groups) {
        this.account = account;
        this.state = state;
        this.groups = groups;
    }

    /**
     * Creates a VPC with its default security group.
     *
     * @param cidrBlock of 16 to 65,536 addresses
     * @throws AwsException InvalidVpc.Range, InvalidParameterValue, TagLimitExceeded
     */
    public Vpc createVpc(String cidrBlock, Map<String, String> tags) {
        Cidr block = parsed(cidrBlock);
        if (block.prefix() < 16 || block.prefix() > 28) {
            throw Ec2Errors.error("InvalidVpc.Range", "The CIDR '" + cidrBlock + "' is invalid.");
        }
        Ec2Errors.checkedTags(tags);
        var vpc = new Vpc("vpc-0" + account.newHexId(16), block, false, tags);
        state.vpcs.put(vpc.id(), vpc);
        created.add(vpc.id());
        groups.addDefault(vpc.id());
        return vpc;
    }

    /**
     * The VPCs with the ids given, or all.
     *
     * @throws AwsException InvalidVpcID.NotFound, InvalidVpcID.Malformed
     */
    public List<Vpc> describeVpcs(List<String> ids) {
        return ids.isEmpty()
                ? List.copyOf(state.vpcs.values())
                : ids.stream().distinct().map(this::vpc).toList();
    }

    /**
     * Deletes a VPC with its default security group.
     *
     * @throws AwsException InvalidVpcID.NotFound; DependencyViolation, while it has subnets or other security groups;
     *                      NotImplemented for the default VPC
     */
    public void deleteVpc(String id) {
        Vpc vpc = vpc(id);
        if (vpc.isDefault()) {
            throw Ec2Errors.notSupported("DeleteVpc of the default VPC");
        }
        boolean used = state.subnets.values().stream()
                        .anyMatch(subnet -> subnet.vpcId().equals(id))
                || state.groups.values().stream()
                        .anyMatch(group -> group.vpcId().equals(id) && !group.isDefault());
        if (used) {
            throw Ec2Errors.hasDependencies("vpc", id);
        }
        state.groups.values().stream()
                .filter(group -> group.vpcId().equals(id))
                .map(SecurityGroup::id)
                .toList()
                .forEach(group -> {
                    state.groups.remove(group);
                    state.deleted.add(group);
                });
        state.vpcs.remove(id);
        state.deleted.add(id);
    }

    /** The VPC with an id; the default one for an id that was never created. Empty if it was deleted. */
    public Optional<Vpc> find(String id) {
        Vpc vpc = state.vpcs.get(id);
        return state.deleted.contains(id) ? Optional.empty() : Optional.of(vpc == null ? state.defaultVpc() : vpc);
    }

    /** Has the VPC that an event names be there. */
    public void assume(String id) {
        if (!state.vpcs.containsKey(id) && !state.deleted.contains(id)) {
            state.vpcs.put(id, new Vpc(id, ASSUMED, false, Map.of()));
            groups.addDefault(id);
        }
    }

    /** Whether a VPC has one: internet gateways cannot be made here, so one that was created has none. */
    public boolean hasInternetGateway(String id) {
        return !created.contains(id);
    }

    /** @throws AwsException InvalidVpcID.NotFound, InvalidVpcID.Malformed */
    Vpc vpc(String id) {
        Ec2Errors.checkId(id, "InvalidVpcID.Malformed", "vpc");
        Vpc vpc = state.vpcs.get(id);
        if (vpc == null) {
            throw Ec2Errors.vpcNotFound(id);
        }
        return vpc;
    }

    /** @throws AwsException InvalidParameterValue */
    static Cidr parsed(String cidrBlock) {
        return Cidr.parse(cidrBlock)
                .orElseThrow(() -> Ec2Errors.invalidValue("Value (" + Ec2Errors.quoted(cidrBlock)
                        + ") for parameter cidrBlock is invalid. This is not a valid CIDR block."));
    }
}
