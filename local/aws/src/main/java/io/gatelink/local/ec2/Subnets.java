package io.gatelink.local.ec2;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Subnets. Used exclusively. */
public final class Subnets {

    /** Where the assumed ones begin, behind the default ones. */
    private static final int ASSUMED_FROM = 0xAC1F6000;

    private static final int ASSUMED_COUNT = 2560;

    private final Account account;
    private final Ec2State state;
    private final Vpcs vpcs;
    private final List<AvailabilityZone> zones;

    Subnets(Account account, Ec2State state, Vpcs vpcs, List<AvailabilityZone> zones) {
        this.account = account;
        this.state = state;
        this.vpcs = vpcs;
        this.zones = zones;
    }

    /**
     * What CreateSubnet is asked for.
     *
     * @param zoneName if neither it nor {@code zoneId} is given, the Region's first zone
     */
    public record CreateSubnet(
            String vpcId,
            String cidrBlock,
            Optional<String> zoneName,
            Optional<String> zoneId,
            Map<String, String> tags) {}

    /**
     * Creates a subnet.
     *
     * @throws AwsException InvalidVpcID.NotFound, InvalidSubnet.Range, InvalidSubnet.Conflict, InvalidParameterValue,
     *                      InvalidParameterCombination, TagLimitExceeded
     */
    public Subnet createSubnet(CreateSubnet asked) {
        Vpc vpc = vpcs.vpc(asked.vpcId());
        Cidr block = Vpcs.parsed(asked.cidrBlock());
        AvailabilityZone zone = zone(asked);
        if (block.prefix() < 16 || block.prefix() > 28 || !vpc.cidrBlock().contains(block)) {
            throw Ec2Errors.error("InvalidSubnet.Range", "The CIDR '" + asked.cidrBlock() + "' is invalid.");
        }
        if (blocks(vpc.id()).anyMatch(block::overlaps)) {
            throw Ec2Errors.error(
                    "InvalidSubnet.Conflict", "The CIDR '" + asked.cidrBlock() + "' conflicts with another subnet");
        }
        Ec2Errors.checkedTags(asked.tags());
        return put(new Subnet("subnet-0" + account.newHexId(16), vpc.id(), block, zone, false, false, asked.tags()));
    }

    /**
     * The subnets with the ids given, or all.
     *
     * @throws AwsException InvalidSubnetID.NotFound, InvalidSubnetID.Malformed
     */
    public List<Subnet> describeSubnets(List<String> ids) {
        return ids.isEmpty()
                ? List.copyOf(state.subnets.values())
                : ids.stream().distinct().map(this::subnet).toList();
    }

    /** @throws AwsException InvalidSubnetID.NotFound; DependencyViolation, while something is in it */
    public void deleteSubnet(String id) {
        subnet(id);
        if (state.inUse(id)) {
            throw Ec2Errors.hasDependencies("subnet", id);
        }
        state.subnets.remove(id);
        state.deleted.add(id);
    }

    /**
     * A subnet by its id; one that was never created is assumed to be in the default VPC, from now on.
     *
     * @return empty if it was deleted
     */
    public Optional<Subnet> find(String id) {
        return find(id, Set.of());
    }

    /**
     * The subnets of a load balancer. One that was never created is assumed to be in the default VPC, in the first zone
     * that none of the others is in; it moves there if need be.
     *
     * @return those that were not deleted
     */
    public List<Subnet> findInDifferentZones(List<String> ids) {
        var taken = new HashSet<String>();
        ids.stream()
                .map(state.subnets::get)
                .filter(subnet -> subnet != null && !subnet.assumed())
                .forEach(subnet -> taken.add(subnet.zone().name()));
        for (String id : ids) {
            Subnet there = state.subnets.get(id);
            if (there != null && there.assumed() && !taken.add(there.zone().name())) {
                AvailabilityZone free = free(taken).orElse(there.zone());
                taken.add(free.name());
                put(there.withZone(free));
            }
        }
        var found = new ArrayList<Subnet>();
        for (String id : ids) {
            find(id, taken).ifPresent(subnet -> {
                taken.add(subnet.zone().name());
                found.add(subnet);
            });
        }
        return found;
    }

    private Optional<Subnet> find(String id, Collection<String> taken) {
        Subnet there = state.subnets.get(id);
        if (there == null && !state.deleted.contains(id)) {
            assume(id, Ec2.DEFAULT_VPC_ID, free(taken).orElse(zones.get(0)));
        }
        return Optional.ofNullable(state.subnets.get(id));
    }

    /** Has the subnet that an event names be there. */
    public void assume(String id, String vpcId, String zoneName) {
        if (!state.subnets.containsKey(id) && !state.deleted.contains(id)) {
            assume(id, vpcId, AvailabilityZone.named(zoneName));
        }
    }

    private void assume(String id, String vpcId, AvailabilityZone zone) {
        Set<Cidr> used = blocks(vpcId).collect(Collectors.toSet());
        int index = 0;
        while (index < ASSUMED_COUNT - 1 && used.stream().anyMatch(assumed(index)::overlaps)) {
            index++;
        }
        put(new Subnet(id, vpcId, assumed(index), zone, false, true, Map.of()));
    }

    private static Cidr assumed(int index) {
        return new Cidr(ASSUMED_FROM + (index << 4), 28);
    }

    private Optional<AvailabilityZone> free(Collection<String> taken) {
        return zones.stream().filter(zone -> !taken.contains(zone.name())).findFirst();
    }

    private Stream<Cidr> blocks(String vpcId) {
        return state.subnets.values().stream()
                .filter(subnet -> subnet.vpcId().equals(vpcId))
                .map(Subnet::cidrBlock);
    }

    private AvailabilityZone zone(CreateSubnet asked) {
        if (asked.zoneName().isPresent() && asked.zoneId().isPresent()) {
            throw Ec2Errors.error(
                    "InvalidParameterCombination",
                    "The parameter availabilityZone cannot be used with the parameter availabilityZoneId");
        }
        return asked.zoneName()
                .map(name -> zone("availabilityZone", name, AvailabilityZone::name))
                .or(() -> asked.zoneId().map(id -> zone("availabilityZoneId", id, AvailabilityZone::id)))
                .orElse(zones.get(0));
    }

    private AvailabilityZone zone(String parameter, String value, Function<AvailabilityZone, String> key) {
        return zones.stream()
                .filter(zone -> key.apply(zone).equals(value))
                .findFirst()
                .orElseThrow(() -> Ec2Errors.invalidValue("Value (" + Ec2Errors.quoted(value) + ") for parameter "
                        + parameter + " is invalid. Subnets can currently only be created in the following "
                        + "availability zones: " + zones.stream().map(key).collect(Collectors.joining(", ")) + "."));
    }

    private Subnet subnet(String id) {
        Ec2Errors.checkId(id, "InvalidSubnetID.Malformed", "subnet");
        Subnet subnet = state.subnets.get(id);
        if (subnet == null) {
            throw Ec2Errors.subnetNotFound(id);
        }
        return subnet;
    }

    private Subnet put(Subnet subnet) {
        state.subnets.put(subnet.id(), subnet);
        return subnet;
    }
}
