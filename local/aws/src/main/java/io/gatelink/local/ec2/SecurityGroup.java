package io.gatelink.local.ec2;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A security group with its rules. */
public record SecurityGroup(
        String id,
        String name,
        String description,
        String vpcId,
        Map<String, String> tags,
        List<SecurityGroupRule> rules) {

    static final String DEFAULT = "default";

    public SecurityGroup {
        tags = Map.copyOf(tags);
        rules = List.copyOf(rules);
    }

    boolean isDefault() {
        return name.equals(DEFAULT);
    }

    Stream<SecurityGroupRule> rules(boolean egress) {
        return rules.stream().filter(rule -> rule.egress() == egress);
    }

    SecurityGroup withRules(List<SecurityGroupRule> newRules) {
        return new SecurityGroup(id, name, description, vpcId, tags, newRules);
    }
}
