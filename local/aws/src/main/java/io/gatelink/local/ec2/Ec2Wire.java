package io.gatelink.local.ec2;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.QueryAnswer;
import io.gatelink.local.http.QueryParameters;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.WireService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** {@link Ec2} on the wire: EC2's own kind of the Query protocol. */
public final class Ec2Wire implements WireService {

    private static final String VERSION = "2016-11-15";
    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/" + VERSION + "/";
    private static final String TAGS =
            "TagSpecification.ResourceType TagSpecification.Tag.Key TagSpecification.Tag.Value";
    private static final String PAGE = "Filter.Name Filter.Value MaxResults NextToken";
    private static final String PERMISSIONS = """
            IpProtocol FromPort ToPort CidrIp IpPermissions.IpProtocol IpPermissions.FromPort IpPermissions.ToPort \
            IpPermissions.IpRanges.CidrIp IpPermissions.IpRanges.Description IpPermissions.Ipv6Ranges.CidrIpv6 \
            IpPermissions.Ipv6Ranges.Description IpPermissions.Groups.GroupId IpPermissions.Groups.GroupName \
            IpPermissions.Groups.UserId IpPermissions.Groups.Description""";

    private final Account account;
    private final Ec2 ec2;
    private final Ec2Answers answers;
    private final IpPermissionReader permissions;
    private final Map<String, Route> routes = new LinkedHashMap<>();

    public Ec2Wire(Account account, Ec2 ec2) {
        this.account = Objects.requireNonNull(account, "account");
        this.ec2 = Objects.requireNonNull(ec2, "ec2");
        this.answers = new Ec2Answers(account, ec2.securityGroups());
        this.permissions = new IpPermissionReader(account.id(), ec2.securityGroups());
        ofVpcs();
        ofSubnets();
        ofSecurityGroups();
        ofRules();
    }

    private record Route(Set<String> parameters, Function<Ec2Request, ObjectNode> action) {}

    @Override
    public String signingName() {
        return "ec2";
    }

    @Override
    public Protocol protocol() {
        return Protocol.EC2;
    }

    @Override
    public List<String> operations() {
        return List.copyOf(routes.keySet());
    }

    @Override
    public Operation route(Request request) {
        QueryParameters parameters = QueryParameters.ofEc2(request);
        parameters.version().filter(version -> !version.equals(VERSION)).ifPresent(version -> {
            throw Protocol.notImplemented("EC2", "version " + version);
        });
        String name = parameters.action(VERSION);
        Route route = routes.get(name);
        if (route == null) {
            throw Protocol.notImplemented("EC2", name);
        }
        return Operation.of(name, () -> {
            var asked = new Ec2Request(name, parameters);
            asked.check(route.parameters());
            return QueryAnswer.ofEc2(
                    NAMESPACE,
                    name,
                    route.action().apply(asked),
                    account.newUuid().toString());
        });
    }

    private void route(String name, String parameters, Function<Ec2Request, ObjectNode> action) {
        routes.put(name, new Route(Set.of((parameters + " DryRun").split(" ")), action));
    }

    private void ofVpcs() {
        Vpcs vpcs = ec2.vpcs();
        route("CreateVpc", "CidrBlock InstanceTenancy AmazonProvidedIpv6CidrBlock " + TAGS, request -> {
            request.text("InstanceTenancy").filter(it -> !it.equals("default")).ifPresent(it -> {
                throw Ec2Errors.notSupported("CreateVpc with the instance tenancy " + Ec2Errors.quoted(it));
            });
            if (request.bool("AmazonProvidedIpv6CidrBlock").orElse(false)) {
                throw Ec2Errors.notSupported("CreateVpc with AmazonProvidedIpv6CidrBlock");
            }
            String block = request.text("CidrBlock")
                    .orElseThrow(() -> Ec2Errors.error(
                            "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."));
            return Ec2Answers.one("vpc", answers.vpc(vpcs.createVpc(block, request.tags("vpc"))));
        });
        var filters = new Filters<Vpc>(Vpc::tags)
                .with("vpc-id", Vpc::id)
                .with("cidr", vpc -> vpc.cidrBlock().toString())
                .with("is-default", vpc -> Boolean.toString(vpc.isDefault()))
                .with("isDefault", vpc -> Boolean.toString(vpc.isDefault()))
                .with("owner-id", vpc -> account.id())
                .with("state", vpc -> "available");
        route(
                "DescribeVpcs",
                "VpcId " + PAGE,
                request -> Ec2Answers.page(
                        "vpcSet",
                        request.page("VpcId", filters.apply(request, vpcs.describeVpcs(request.texts("VpcId")))),
                        answers::vpc));
        route("DeleteVpc", "VpcId", request -> {
            vpcs.deleteVpc(request.required("VpcId"));
            return done();
        });
    }

    private void ofSubnets() {
        Subnets subnets = ec2.subnets();
        route(
                "CreateSubnet",
                "VpcId CidrBlock AvailabilityZone AvailabilityZoneId " + TAGS,
                request -> Ec2Answers.one(
                        "subnet",
                        answers.subnet(subnets.createSubnet(new Subnets.CreateSubnet(
                                request.required("VpcId"),
                                request.required("CidrBlock"),
                                request.text("AvailabilityZone"),
                                request.text("AvailabilityZoneId"),
                                request.tags("subnet"))))));
        var filters = new Filters<Subnet>(Subnet::tags)
                .with("vpc-id", Subnet::vpcId)
                .with("subnet-id", Subnet::id)
                .with("availability-zone", subnet -> subnet.zone().name())
                .with("availability-zone-id", subnet -> subnet.zone().id())
                .with("cidr-block", subnet -> subnet.cidrBlock().toString())
                .with("default-for-az", subnet -> Boolean.toString(subnet.defaultForZone()))
                .with("owner-id", subnet -> account.id())
                .with("state", subnet -> "available");
        route(
                "DescribeSubnets",
                "SubnetId " + PAGE,
                request -> Ec2Answers.page(
                        "subnetSet",
                        request.page(
                                "SubnetId", filters.apply(request, subnets.describeSubnets(request.texts("SubnetId")))),
                        answers::subnet));
        route("DeleteSubnet", "SubnetId", request -> {
            subnets.deleteSubnet(request.required("SubnetId"));
            return done();
        });
        var zoneFilters = new Filters<AvailabilityZone>(null)
                .with("zone-name", AvailabilityZone::name)
                .with("zone-id", AvailabilityZone::id)
                .with("region-name", zone -> account.region())
                .with("zone-type", zone -> "availability-zone")
                .with("opt-in-status", zone -> "opt-in-not-required")
                .with("state", zone -> "available");
        route(
                "DescribeAvailabilityZones",
                "ZoneName ZoneId AllAvailabilityZones Filter.Name Filter.Value",
                request -> Ec2Answers.list(
                        "availabilityZoneInfo",
                        zoneFilters.apply(
                                request,
                                named(
                                        named(ec2.zones(), request.texts("ZoneName"), AvailabilityZone::name),
                                        request.texts("ZoneId"),
                                        AvailabilityZone::id)),
                        answers::zone));
    }

    private static List<AvailabilityZone> named(
            List<AvailabilityZone> zones, List<String> names, Function<AvailabilityZone, String> key) {
        List<String> unknown = names.stream()
                .filter(name -> zones.stream().noneMatch(zone -> key.apply(zone).equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw Ec2Errors.invalidValue(
                    "Invalid availability zone: [" + Ec2Errors.quoted(String.join(", ", unknown)) + "]");
        }
        return names.isEmpty()
                ? zones
                : zones.stream().filter(zone -> names.contains(key.apply(zone))).toList();
    }

    private void ofSecurityGroups() {
        SecurityGroups groups = ec2.securityGroups();
        route("CreateSecurityGroup", "GroupName GroupDescription VpcId " + TAGS, request -> {
            SecurityGroup group = groups.createSecurityGroup(
                    request.required("GroupName"),
                    request.required("GroupDescription"),
                    request.text("VpcId"),
                    request.tags("security-group"));
            ObjectNode answer = Json.object().put("groupId", group.id()).put("securityGroupArn", answers.arn(group));
            answer.setAll(Ec2Answers.tags(group.tags()));
            return answer;
        });
        var filters = new Filters<SecurityGroup>(SecurityGroup::tags)
                .with("vpc-id", SecurityGroup::vpcId)
                .with("group-id", SecurityGroup::id)
                .with("group-name", SecurityGroup::name)
                .with("description", SecurityGroup::description)
                .with("owner-id", group -> account.id());
        route(
                "DescribeSecurityGroups",
                "GroupId GroupName " + PAGE,
                request -> Ec2Answers.page(
                        "securityGroupInfo",
                        request.page(
                                "GroupId",
                                filters.apply(
                                        request,
                                        groups.describeSecurityGroups(
                                                request.texts("GroupId"), request.texts("GroupName")))),
                        answers::securityGroup));
        route("DeleteSecurityGroup", "GroupId GroupName", request -> {
            String id = groupId(request);
            groups.deleteSecurityGroup(id);
            return done().put("groupId", id);
        });
    }

    private void ofRules() {
        SecurityGroupRules rules = ec2.rules();
        for (boolean egress : List.of(false, true)) {
            String direction = egress ? "Egress" : "Ingress";
            String group = egress ? "GroupId " : "GroupId GroupName ";
            route("AuthorizeSecurityGroup" + direction, group + PERMISSIONS + " " + TAGS, request -> done().setAll(
                            Ec2Answers.list(
                                    "securityGroupRuleSet",
                                    rules.authorize(
                                            groupId(request),
                                            egress,
                                            some(permissions.of(request)),
                                            request.tags("security-group-rule")),
                                    answers::rule)));
            route("RevokeSecurityGroup" + direction, group + "SecurityGroupRuleId " + PERMISSIONS, request -> {
                List<String> ids = request.texts("SecurityGroupRuleId");
                List<IpPermission> asked = permissions.of(request);
                return done().setAll(Ec2Answers.list(
                        "revokedSecurityGroupRuleSet",
                        rules.revoke(groupId(request), egress, ids.isEmpty() ? some(asked) : asked, ids),
                        answers::revokedRule));
            });
        }
        var filters = new Filters<SecurityGroupRule>(SecurityGroupRule::tags)
                .with("group-id", SecurityGroupRule::groupId)
                .with("security-group-rule-id", SecurityGroupRule::id);
        route(
                "DescribeSecurityGroupRules",
                "SecurityGroupRuleId " + PAGE,
                request -> Ec2Answers.page(
                        "securityGroupRuleSet",
                        request.page(
                                "SecurityGroupRuleId",
                                filters.apply(
                                        request,
                                        rules.describeSecurityGroupRules(request.texts("SecurityGroupRuleId")))),
                        answers::rule));
    }

    private static List<IpPermission> some(List<IpPermission> permissions) {
        if (permissions.isEmpty()) {
            throw Ec2Errors.missing("ipPermissions");
        }
        return permissions;
    }

    /** A group goes by its name in the default VPC only. */
    private String groupId(Ec2Request request) {
        if (request.text("GroupId").isPresent() && request.text("GroupName").isPresent()) {
            throw Ec2Errors.error(
                    "InvalidParameterCombination", "The parameter GroupName cannot be used with the parameter GroupId");
        }
        return request.text("GroupId")
                .or(() -> request.text("GroupName")
                        .map(name -> ec2.securityGroups().groupNamed(name).id()))
                .orElseThrow(() -> Ec2Errors.error(
                        "MissingParameter", "The request must contain the parameter groupName or groupId"));
    }

    private static ObjectNode done() {
        return Json.object().put("return", true);
    }
}
