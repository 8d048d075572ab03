package io.gatelink.local.ec2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What EC2 answers, as trees with the names of its XML. */
final class Ec2Answers {

    private static final String DHCP_OPTIONS_ID = "dopt-0a1b2c3d4e5f60718";

    private final Account account;
    private final SecurityGroups groups;

    Ec2Answers(Account account, SecurityGroups groups) {
        this.account = account;
        this.groups = groups;
    }

    static <T> ObjectNode list(String name, List<T> items, Function<T, ObjectNode> render) {
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray(name);
        items.forEach(item -> list.add(render.apply(item)));
        return answer;
    }

    static <T> ObjectNode page(String name, Page<T> page, Function<T, ObjectNode> render) {
        ObjectNode answer = list(name, page.items(), render);
        page.nextToken().ifPresent(token -> answer.put("nextToken", token));
        return answer;
    }

    static ObjectNode one(String name, ObjectNode value) {
        ObjectNode answer = Json.object();
        answer.set(name, value);
        return answer;
    }

    ObjectNode vpc(Vpc vpc) {
        ObjectNode answer = Json.object()
                .put("vpcId", vpc.id())
                .put("ownerId", account.id())
                .put("state", "available")
                .put("cidrBlock", vpc.cidrBlock().toString());
        ObjectNode association = answer.putArray("cidrBlockAssociationSet")
                .addObject()
                .put("cidrBlock", vpc.cidrBlock().toString())
                .put("associationId", vpc.id().replaceFirst("vpc-", "vpc-cidr-assoc-"));
        association.putObject("cidrBlockState").put("state", "associated");
        answer.put("dhcpOptionsId", DHCP_OPTIONS_ID)
                .put("instanceTenancy", "default")
                .put("isDefault", vpc.isDefault());
        answer.setAll(tags(vpc.tags()));
        return answer;
    }

    ObjectNode subnet(Subnet subnet) {
        ObjectNode answer = Json.object()
                .put("subnetId", subnet.id())
                .put("subnetArn", account.arn("ec2", "subnet/" + subnet.id()))
                .put("state", "available")
                .put("ownerId", account.id())
                .put("vpcId", subnet.vpcId())
                .put("cidrBlock", subnet.cidrBlock().toString());
        answer.putArray("ipv6CidrBlockAssociationSet");
        answer.put("availableIpAddressCount", subnet.cidrBlock().usable())
                .put("availabilityZone", subnet.zone().name())
                .put("availabilityZoneId", subnet.zone().id())
                .put("defaultForAz", subnet.defaultForZone())
                .put("mapPublicIpOnLaunch", subnet.defaultForZone())
                .put("assignIpv6AddressOnCreation", false)
                .put("enableDns64", false)
                .put("ipv6Native", false);
        answer.setAll(tags(subnet.tags()));
        return answer;
    }

    ObjectNode securityGroup(SecurityGroup group) {
        ObjectNode answer = Json.object()
                .put("ownerId", account.id())
                .put("groupId", group.id())
                .put("securityGroupArn", arn(group))
                .put("groupName", group.name())
                .put("groupDescription", group.description())
                .put("vpcId", group.vpcId());
        answer.set("ipPermissions", permissions(group, false));
        answer.set("ipPermissionsEgress", permissions(group, true));
        answer.setAll(tags(group.tags()));
        return answer;
    }

    String arn(SecurityGroup group) {
        return account.arn("ec2", "security-group/" + group.id());
    }

    /** EC2 puts the rules of the same protocol and ports together. */
    private ArrayNode permissions(SecurityGroup group, boolean egress) {
        ArrayNode all = Json.array();
        var byPorts = new LinkedHashMap<String, ObjectNode>();
        group.rules(egress).map(SecurityGroupRule::permission).forEach(permission -> {
            ObjectNode together = byPorts.computeIfAbsent(
                    permission.protocol() + " " + permission.ports(), key -> empty(all.addObject(), permission));
            ObjectNode peer = Json.object();
            String list;
            if (permission.peer() instanceof IpPermission.Ipv4 range) {
                list = "ipRanges";
                peer.put("cidrIp", range.cidr().toString());
            } else if (permission.peer() instanceof IpPermission.Ipv6 range) {
                list = "ipv6Ranges";
                peer.put("cidrIpv6", range.cidr());
            } else {
                list = "groups";
                peer.put("userId", account.id()).put("groupId", ((IpPermission.Group) permission.peer()).groupId());
            }
            permission.description().ifPresent(text -> peer.put("description", text));
            together.withArray("/" + list).add(peer);
        });
        return all;
    }

    private static ObjectNode empty(ObjectNode together, IpPermission permission) {
        together.put("ipProtocol", permission.protocol());
        putPorts(together, permission);
        List.of("groups", "ipRanges", "ipv6Ranges", "prefixListIds").forEach(together::putArray);
        return together;
    }

    private static void putPorts(ObjectNode answer, IpPermission permission) {
        permission.ports().ifPresent(ports -> answer.put("fromPort", ports.from())
                .put("toPort", ports.to()));
    }

    ObjectNode rule(SecurityGroupRule rule) {
        ObjectNode answer = rule(rule, true);
        if (rule.permission().peer() instanceof IpPermission.Group group) {
            answer.putObject("referencedGroupInfo")
                    .put("groupId", group.groupId())
                    .put("userId", account.id())
                    .put("vpcId", groups.group(rule.groupId()).vpcId());
        }
        answer.put("securityGroupRuleArn", account.arn("ec2", "security-group-rule/" + rule.id()));
        answer.setAll(tags(rule.tags()));
        return answer;
    }

    ObjectNode revokedRule(SecurityGroupRule rule) {
        ObjectNode answer = rule(rule, false);
        if (rule.permission().peer() instanceof IpPermission.Group group) {
            answer.put("referencedGroupId", group.groupId());
        }
        return answer;
    }

    private ObjectNode rule(SecurityGroupRule rule, boolean withOwner) {
        IpPermission permission = rule.permission();
        ObjectNode answer = Json.object().put("securityGroupRuleId", rule.id()).put("groupId", rule.groupId());
        if (withOwner) {
            answer.put("groupOwnerId", account.id());
        }
        answer.put("isEgress", rule.egress()).put("ipProtocol", permission.protocol());
        // Other protocols have no ports: here EC2 says -1.
        answer.put("fromPort", permission.ports().map(IpPermission.Ports::from).orElse(-1));
        answer.put("toPort", permission.ports().map(IpPermission.Ports::to).orElse(-1));
        if (permission.peer() instanceof IpPermission.Ipv4 range) {
            answer.put("cidrIpv4", range.cidr().toString());
        } else if (permission.peer() instanceof IpPermission.Ipv6 range) {
            answer.put("cidrIpv6", range.cidr());
        }
        permission.description().ifPresent(text -> answer.put("description", text));
        return answer;
    }

    ObjectNode zone(AvailabilityZone zone) {
        ObjectNode answer = Json.object()
                .put("zoneName", zone.name())
                .put("zoneId", zone.id())
                .put("zoneState", "available")
                .put("zoneType", "availability-zone")
                .put("regionName", account.region())
                .put("groupName", account.region() + "-zg-1")
                .put("networkBorderGroup", account.region())
                .put("optInStatus", "opt-in-not-required");
        answer.putArray("messageSet");
        return answer;
    }

    static ObjectNode tags(Map<String, String> tags) {
        return list("tagSet", List.copyOf(new TreeMap<>(tags).entrySet()), tag -> Json.object()
                .put("key", tag.getKey())
                .put("value", tag.getValue()));
    }
}
