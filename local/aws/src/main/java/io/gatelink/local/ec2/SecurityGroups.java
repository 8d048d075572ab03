package io.gatelink.local.ec2;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Security groups. Used exclusively. */
public final class SecurityGroups {

    private static final int LONGEST = 255;
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]*");

    private final Account account;
    private final Ec2State state;

    SecurityGroups(Account account, Ec2State state) {
        this.account = account;
        this.state = state;
    }

    /**
     * Creates a security group, which admits nothing inbound and everything outbound.
     *
     * @param vpcId the default VPC if it is empty
     * @throws AwsException InvalidVpcID.NotFound, InvalidGroup.Duplicate, InvalidParameterValue, TagLimitExceeded
     */
    public SecurityGroup createSecurityGroup(
            String name, String description, Optional<String> vpcId, Map<String, String> tags) {
        String vpc = vpcId.orElse(Ec2.DEFAULT_VPC_ID);
        Ec2Errors.checkId(vpc, "InvalidVpcID.Malformed", "vpc");
        if (!state.vpcs.containsKey(vpc)) {
            throw Ec2Errors.vpcNotFound(vpc);
        }
        checkTexts(name, description);
        Ec2Errors.checkedTags(tags);
        if (named(name, vpc).isPresent()) {
            throw Ec2Errors.error(
                    "InvalidGroup.Duplicate", "The security group '" + name + "' already exists for VPC '" + vpc + "'");
        }
        String id = "sg-0" + account.newHexId(16);
        return put(new SecurityGroup(
                id, name, description, vpc, tags, List.of(rule(ruleId(), id, true, IpPermission.Ipv4.ANY))));
    }

    /**
     * The security groups with the ids and names given, or all. Names are of the default VPC.
     *
     * @throws AwsException InvalidGroup.NotFound, InvalidGroupId.Malformed
     */
    public List<SecurityGroup> describeSecurityGroups(List<String> ids, List<String> names) {
        if (ids.isEmpty() && names.isEmpty()) {
            return List.copyOf(state.groups.values());
        }
        var found = new LinkedHashSet<SecurityGroup>();
        ids.forEach(id -> found.add(group(id)));
        names.forEach(name -> found.add(groupNamed(name)));
        return List.copyOf(found);
    }

    /**
     * Deletes a security group.
     *
     * @throws AwsException InvalidGroup.NotFound; CannotDelete for a default one; DependencyViolation, while something
     *                      has it, or another group's rule names it
     */
    public void deleteSecurityGroup(String id) {
        SecurityGroup group = group(id);
        if (group.isDefault()) {
            throw Ec2Errors.error(
                    "CannotDelete",
                    "the specified group: \"" + id + "\" name: \"" + group.name() + "\" cannot be deleted by a user");
        }
        var peer = new IpPermission.Group(id);
        boolean named = state.groups.values().stream()
                .filter(other -> !other.id().equals(id))
                .flatMap(other -> other.rules().stream())
                .anyMatch(rule -> rule.permission().peer().equals(peer));
        if (named || state.inUse(id)) {
            throw Ec2Errors.error("DependencyViolation", "resource " + id + " has a dependent object");
        }
        state.groups.remove(id);
        state.deleted.add(id);
    }

    /**
     * A security group by its id; one that was never created is assumed to be in the default VPC, from now on, and to
     * admit everything.
     *
     * @return empty if it was deleted
     */
    public Optional<SecurityGroup> find(String id) {
        assume(id, Ec2.DEFAULT_VPC_ID);
        return Optional.ofNullable(state.groups.get(id));
    }

    /** Has the security group that an event names be there. */
    public void assume(String id, String vpcId) {
        if (!state.groups.containsKey(id) && !state.deleted.contains(id)) {
            addOpen(id, id, "Assumed: never created", vpcId);
        }
    }

    /** The default security group of a VPC that is there. */
    public SecurityGroup defaultOf(String vpcId) {
        return named(SecurityGroup.DEFAULT, vpcId).orElseThrow();
    }

    /** As AWS makes it: with a rule that admits what has the same group. */
    void addDefault(String vpcId) {
        String id = "sg-0" + account.newHexId(16);
        put(new SecurityGroup(
                id,
                SecurityGroup.DEFAULT,
                "default VPC security group",
                vpcId,
                Map.of(),
                List.of(
                        rule(ruleId(), id, false, new IpPermission.Group(id)),
                        rule(ruleId(), id, true, IpPermission.Ipv4.ANY))));
    }

    /** One that admits everything. Takes nothing from the account's source of identifiers. */
    void addOpen(String id, String name, String description, String vpcId) {
        String digits = String.format("%016x", id.hashCode() & 0xFFFFFFFFL);
        put(new SecurityGroup(
                id,
                name,
                description,
                vpcId,
                Map.of(),
                List.of(
                        rule("sgr-0" + digits, id, false, IpPermission.Ipv4.ANY),
                        rule("sgr-1" + digits, id, true, IpPermission.Ipv4.ANY))));
    }

    private static SecurityGroupRule rule(String id, String groupId, boolean egress, IpPermission.Peer peer) {
        return new SecurityGroupRule(id, groupId, egress, IpPermission.all(peer), Map.of());
    }

    String ruleId() {
        return "sgr-0" + account.newHexId(16);
    }

    /** @throws AwsException InvalidGroup.NotFound, InvalidGroupId.Malformed */
    SecurityGroup group(String id) {
        Ec2Errors.checkId(id, "InvalidGroupId.Malformed", "sg");
        SecurityGroup group = state.groups.get(id);
        if (group == null) {
            throw Ec2Errors.groupNotFound(id);
        }
        return group;
    }

    /**
     * One of the default VPC.
     *
     * @throws AwsException InvalidGroup.NotFound
     */
    SecurityGroup groupNamed(String name) {
        return named(name, Ec2.DEFAULT_VPC_ID)
                .orElseThrow(() -> Ec2Errors.error(
                        "InvalidGroup.NotFound",
                        "The security group '" + Ec2Errors.quoted(name) + "' does not exist in default VPC '"
                                + Ec2.DEFAULT_VPC_ID + "'"));
    }

    SecurityGroup put(SecurityGroup group) {
        state.groups.put(group.id(), group);
        return group;
    }

    private Optional<SecurityGroup> named(String name, String vpcId) {
        return state.groups.values().stream()
                .filter(group -> group.name().equals(name) && group.vpcId().equals(vpcId))
                .findFirst();
    }

    private static void checkTexts(String name, String description) {
        if (name.equals(SecurityGroup.DEFAULT)) {
            throw Ec2Errors.invalidValue("Cannot use reserved security group name: default");
        }
        if (name.startsWith("sg-")) {
            throw Ec2Errors.invalidValue("invalid value for parameter groupName: " + Ec2Errors.quoted(name)
                    + ". Group names may not be in the format sg-*");
        }
        if (name.isEmpty()
                || name.length() > LONGEST
                || !CHARACTERS.matcher(name).matches()) {
            throw Ec2Errors.invalidValue(
                    "Invalid security group name. Valid names are strings less than 256 characters "
                            + "from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
        }
        if (description.length() > LONGEST || !CHARACTERS.matcher(description).matches()) {
            throw Ec2Errors.invalidValue("Invalid security group description. Valid descriptions are strings less than "
                    + "256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
        }
    }
}
