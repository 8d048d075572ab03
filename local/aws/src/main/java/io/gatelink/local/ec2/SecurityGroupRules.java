package io.gatelink.local.ec2;

import io.gatelink.local.core.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rules of security groups. Used exclusively. */
public final class SecurityGroupRules {

    /** EC2's quota of rules of a group, inbound and outbound each. */
    private static final int MOST = 60;

    private final Ec2State state;
    private final SecurityGroups groups;

    SecurityGroupRules(Ec2State state, SecurityGroups groups) {
        this.state = state;
        this.groups = groups;
    }

    /**
     * Adds rules to a group; all or none.
     *
     * @throws AwsException InvalidGroup.NotFound, InvalidPermission.Duplicate, InvalidParameterValue,
     *                      RulesPerSecurityGroupLimitExceeded, TagLimitExceeded
     */
    public List<SecurityGroupRule> authorize(
            String groupId, boolean egress, List<IpPermission> permissions, Map<String, String> tags) {
        SecurityGroup group = groups.group(groupId);
        Ec2Errors.checkedTags(tags);
        var added = new ArrayList<SecurityGroupRule>();
        for (IpPermission permission : permissions) {
            checkPeer(group, permission);
            if (added.stream().anyMatch(rule -> rule.permission().sameAs(permission))) {
                throw Ec2Errors.invalidValue("The same permission must not appear multiple times");
            }
            if (group.rules(egress).anyMatch(rule -> rule.permission().sameAs(permission))) {
                throw Ec2Errors.error(
                        "InvalidPermission.Duplicate",
                        "the specified rule \"" + permission.inWords() + "\" already exists");
            }
            added.add(new SecurityGroupRule(groups.ruleId(), groupId, egress, permission, tags));
        }
        if (group.rules(egress).count() + added.size() > MOST) {
            throw Ec2Errors.error(
                    "RulesPerSecurityGroupLimitExceeded",
                    "The maximum number of rules per security group has been reached.");
        }
        var all = new ArrayList<>(group.rules());
        all.addAll(added);
        groups.put(group.withRules(all));
        return added;
    }

    /**
     * Removes rules from a group, named by what they admit or by their ids; all or none.
     *
     * @throws AwsException InvalidGroup.NotFound, InvalidPermission.NotFound, InvalidSecurityGroupRuleId.NotFound
     */
    public List<SecurityGroupRule> revoke(
            String groupId, boolean egress, List<IpPermission> permissions, List<String> ruleIds) {
        SecurityGroup group = groups.group(groupId);
        var revoked = new ArrayList<SecurityGroupRule>();
        for (IpPermission permission : permissions) {
            revoked.add(group.rules(egress)
                    .filter(rule -> rule.permission().sameAs(permission))
                    .findFirst()
                    .orElseThrow(() -> Ec2Errors.error(
                            "InvalidPermission.NotFound",
                            "The specified rule does not exist in this security group.")));
        }
        for (String id : ruleIds) {
            revoked.add(group.rules(egress)
                    .filter(rule -> rule.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> Ec2Errors.ruleNotFound(id)));
        }
        var rest = new ArrayList<>(group.rules());
        rest.removeAll(revoked);
        groups.put(group.withRules(rest));
        return revoked;
    }

    /**
     * The rules with the ids given, or all.
     *
     * @throws AwsException InvalidSecurityGroupRuleId.NotFound, InvalidSecurityGroupRuleId.Malformed
     */
    public List<SecurityGroupRule> describeSecurityGroupRules(List<String> ids) {
        List<SecurityGroupRule> all = state.groups.values().stream()
                .flatMap(group -> group.rules().stream())
                .toList();
        if (ids.isEmpty()) {
            return all;
        }
        var found = new ArrayList<SecurityGroupRule>();
        for (String id : ids) {
            Ec2Errors.checkId(id, "InvalidSecurityGroupRuleId.Malformed", "sgr");
            found.add(all.stream()
                    .filter(rule -> rule.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> Ec2Errors.ruleNotFound(id)));
        }
        return found;
    }

    private void checkPeer(SecurityGroup group, IpPermission permission) {
        if (permission.peer() instanceof IpPermission.Group peer
                && !groups.group(peer.groupId()).vpcId().equals(group.vpcId())) {
            throw Ec2Errors.error(
                    "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
        }
    }
}
