package io.gatelink.local.ec2;

import java.util.Map;

/**
 * A rule of a security group.
 *
 * @param egress whether it is for outbound traffic
 */
public record SecurityGroupRule(
        String id, String groupId, boolean egress, IpPermission permission, Map<String, String> tags) {

    public SecurityGroupRule {
        tags = Map.copyOf(tags);
    }
}
