package io.gatelink.local.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.gatelink.local.core.Account;
import io.gatelink.local.events.WireHttpClient;
import io.gatelink.local.time.EventLoop;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.ec2.model.Vpc;

class Ec2WireTest {

    private static final String DEFAULT_VPC = "vpc-0a1b2c3d4e5f60718";

    private final EventLoop loop = EventLoop.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    private final Account account = new Account("123456789012", "us-east-1", loop, 1);
    private final Ec2 networks = new Ec2(account);
    private final Ec2Client ec2 =
            new WireHttpClient(loop, new Ec2Wire(account, networks)).client(Ec2Client.builder(), "AKIDEXAMPLE");

    @AfterEach
    void closeTheLoop() {
        loop.close();
    }

    @Test
    void aVpcReadsBackAndGoes() {
        Vpc created = ec2.createVpc(request -> request.cidrBlock("10.1.2.3/16").tagSpecifications(tags("vpc", "shop")))
                .vpc();

        assertThat(created.vpcId()).matches("vpc-0[0-9a-f]{16}");
        assertThat(created.cidrBlock())
                .as("bits behind the prefix do not count")
                .isEqualTo("10.1.0.0/16");
        assertThat(created.isDefault()).isFalse();
        assertThat(created.ownerId()).isEqualTo("123456789012");
        assertThat(created.tags())
                .containsExactly(Tag.builder().key("Name").value("shop").build());
        assertThat(ec2.describeVpcs(request -> request.vpcIds(created.vpcId())).vpcs())
                .containsExactly(created);
        assertThat(ec2.describeVpcs().vpcs())
                .extracting(Vpc::vpcId, Vpc::isDefault)
                .containsExactly(tuple(DEFAULT_VPC, true), tuple(created.vpcId(), false));

        ec2.deleteVpc(request -> request.vpcId(created.vpcId()));
        assertThat(error(() -> ec2.describeVpcs(request -> request.vpcIds(created.vpcId()))))
                .isEqualTo("InvalidVpcID.NotFound: The vpc ID '" + created.vpcId() + "' does not exist");
    }

    @Test
    void aSubnetTellsItsZoneAndItsZonesId() {
        String vpc = vpc("10.1.0.0/16");
        Subnet byName = subnet(vpc, "10.1.0.0/24", "us-east-1e");
        Subnet byId = ec2.createSubnet(
                        request -> request.vpcId(vpc).cidrBlock("10.1.1.0/24").availabilityZoneId("use1-az5"))
                .subnet();

        assertThat(List.of(byName, byId))
                .extracting(Subnet::availabilityZone, Subnet::availabilityZoneId, Subnet::availableIpAddressCount)
                .containsExactly(tuple("us-east-1e", "use1-az3", 251), tuple("us-east-1f", "use1-az5", 251));
        assertThat(byName.subnetArn()).isEqualTo("arn:aws:ec2:us-east-1:123456789012:subnet/" + byName.subnetId());
        assertThat(ec2.describeSubnets(request -> request.filters(filter("vpc-id", vpc)))
                        .subnets())
                .containsExactly(byName, byId);
        assertThat(ec2.describeSubnets(request -> request.subnetIds(byId.subnetId()))
                        .subnets())
                .containsExactly(byId);

        assertThat(error(() -> ec2.deleteVpc(request -> request.vpcId(vpc))))
                .isEqualTo("DependencyViolation: The vpc '" + vpc + "' has dependencies and cannot be deleted.");
        ec2.deleteSubnet(request -> request.subnetId(byId.subnetId()));
        assertThat(error(() -> ec2.describeSubnets(request -> request.subnetIds(byId.subnetId()))))
                .isEqualTo("InvalidSubnetID.NotFound: The subnet ID '" + byId.subnetId() + "' does not exist");
    }

    @Test
    void theDefaultVpcHasASubnetInEachZone() {
        assertThat(ec2.describeSubnets(request -> request.filters(filter("default-for-az", "true")))
                        .subnets())
                .extracting(Subnet::availabilityZoneId, Subnet::vpcId, Subnet::cidrBlock)
                .containsExactly(
                        tuple("use1-az1", DEFAULT_VPC, "172.31.0.0/20"),
                        tuple("use1-az2", DEFAULT_VPC, "172.31.16.0/20"),
                        tuple("use1-az4", DEFAULT_VPC, "172.31.32.0/20"),
                        tuple("use1-az6", DEFAULT_VPC, "172.31.48.0/20"),
                        tuple("use1-az3", DEFAULT_VPC, "172.31.64.0/20"),
                        tuple("use1-az5", DEFAULT_VPC, "172.31.80.0/20"));
        assertThat(ec2.describeAvailabilityZones(request -> request.zoneIds("use1-az3"))
                        .availabilityZones())
                .singleElement()
                .satisfies(zone -> assertThat(zone.zoneName()).isEqualTo("us-east-1e"));
        assertThat(error(() -> ec2.describeAvailabilityZones(request -> request.zoneNames("us-east-1g"))))
                .isEqualTo("InvalidParameterValue: Invalid availability zone: [us-east-1g]");
    }

    @Test
    void aSubnetThatIsOnlyNamedIsOneOfTheDefaultVpcUntilItIsDeleted() {
        assertThat(error(() -> ec2.describeSubnets(request -> request.subnetIds("subnet-1"))))
                .isEqualTo("InvalidSubnetID.NotFound: The subnet ID 'subnet-1' does not exist");

        networks.subnets().findInDifferentZones(List.of("subnet-2", "subnet-1"));
        assertThat(ec2.describeSubnets(request -> request.subnetIds("subnet-1", "subnet-2"))
                        .subnets())
                .extracting(Subnet::availabilityZone, Subnet::vpcId, Subnet::cidrBlock)
                .containsExactly(
                        tuple("us-east-1b", DEFAULT_VPC, "172.31.96.16/28"),
                        tuple("us-east-1a", DEFAULT_VPC, "172.31.96.0/28"));

        ec2.deleteSubnet(request -> request.subnetId("subnet-1"));
        assertThat(networks.subnets().find("subnet-1")).isEmpty();
    }

    @Test
    void aSecurityGroupAdmitsNothingInboundBeforeItHasARule() {
        String vpc = vpc("10.1.0.0/16");
        var created = ec2.createSecurityGroup(request -> request.groupName("web")
                .description("Web servers")
                .vpcId(vpc)
                .tagSpecifications(tags("security-group", "web")));
        SecurityGroup group = group(created.groupId());

        assertThat(group.groupName()).isEqualTo("web");
        assertThat(group.description()).isEqualTo("Web servers");
        assertThat(group.vpcId()).isEqualTo(vpc);
        assertThat(group.securityGroupArn()).isEqualTo(created.securityGroupArn());
        assertThat(group.tags()).isEqualTo(created.tags());
        assertThat(group.ipPermissions()).isEmpty();
        assertThat(group.ipPermissionsEgress()).singleElement().satisfies(permission -> {
            assertThat(permission.ipProtocol()).isEqualTo("-1");
            assertThat(permission.fromPort()).isNull();
            assertThat(permission.ipRanges()).extracting(IpRange::cidrIp).containsExactly("0.0.0.0/0");
        });
        assertThat(ec2.describeSecurityGroups(
                                request -> request.filters(filter("vpc-id", vpc), filter("group-name", "w*")))
                        .securityGroups())
                .containsExactly(group);
    }

    @Test
    void rulesReadBackAndGo() {
        String vpc = vpc("10.1.0.0/16");
        String clients = createGroup("clients", vpc);
        String web = createGroup("web", vpc);
        IpPermission permission = IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(80)
                .toPort(81)
                .ipRanges(IpRange.builder()
                        .cidrIp("10.1.0.0/24")
                        .description("office")
                        .build())
                .userIdGroupPairs(UserIdGroupPair.builder().groupId(clients).build())
                .build();
        var authorized = ec2.authorizeSecurityGroupIngress(
                request -> request.groupId(web).ipPermissions(permission));

        assertThat(authorized.returnValue()).isTrue();
        assertThat(authorized.securityGroupRules())
                .extracting(SecurityGroupRule::cidrIpv4, SecurityGroupRule::description, SecurityGroupRule::fromPort)
                .containsExactly(tuple("10.1.0.0/24", "office", 80), tuple(null, null, 80));
        assertThat(group(web).ipPermissions()).singleElement().satisfies(read -> {
            assertThat(read.ipRanges()).isEqualTo(permission.ipRanges());
            assertThat(read.userIdGroupPairs())
                    .extracting(UserIdGroupPair::groupId, UserIdGroupPair::userId)
                    .containsExactly(tuple(clients, "123456789012"));
        });
        List<SecurityGroupRule> rules = ec2.describeSecurityGroupRules(
                        request -> request.filters(filter("group-id", web)))
                .securityGroupRules();
        assertThat(rules).hasSize(3).containsAll(authorized.securityGroupRules());
        assertThat(error(() -> ec2.authorizeSecurityGroupIngress(
                        request -> request.groupId(web).ipPermissions(permission))))
                .isEqualTo("InvalidPermission.Duplicate: the specified rule \"peer: 10.1.0.0/24, TCP, from port: 80, "
                        + "to port: 81, ALLOW\" already exists");
        assertThat(error(() -> ec2.deleteSecurityGroup(request -> request.groupId(clients))))
                .isEqualTo("DependencyViolation: resource " + clients + " has a dependent object");

        assertThat(ec2.revokeSecurityGroupIngress(request -> request.groupId(web)
                                .securityGroupRuleIds(
                                        authorized.securityGroupRules().get(1).securityGroupRuleId()))
                        .revokedSecurityGroupRules())
                .singleElement()
                .satisfies(revoked -> assertThat(revoked.referencedGroupId()).isEqualTo(clients));
        ec2.revokeSecurityGroupIngress(request ->
                request.groupId(web).ipProtocol("tcp").fromPort(80).toPort(81).cidrIp("10.1.0.0/24"));
        assertThat(group(web).ipPermissions()).isEmpty();
        ec2.deleteSecurityGroup(request -> request.groupId(clients));
    }

    @Test
    void theDefaultGroupOfTheDefaultVpcAdmitsEverythingUntilThatIsRevoked() {
        SecurityGroup group = ec2.describeSecurityGroups(request -> request.groupNames("default"))
                .securityGroups()
                .get(0);
        assertThat(group.ipPermissions()).singleElement().satisfies(permission -> assertThat(permission.ipRanges())
                .extracting(IpRange::cidrIp)
                .containsExactly("0.0.0.0/0"));

        ec2.revokeSecurityGroupIngress(
                request -> request.groupId(group.groupId()).ipPermissions(group.ipPermissions()));
        assertThat(group(group.groupId()).ipPermissions()).isEmpty();
        assertThat(error(() -> ec2.deleteSecurityGroup(request -> request.groupId(group.groupId()))))
                .isEqualTo("CannotDelete: the specified group: \"" + group.groupId()
                        + "\" name: \"default\" cannot be deleted by a user");
    }

    @Test
    void theDefaultGroupOfAnyOtherVpcAdmitsItself() {
        String vpc = vpc("10.1.0.0/16");

        assertThat(ec2.describeSecurityGroups(request -> request.filters(filter("vpc-id", vpc)))
                        .securityGroups())
                .singleElement()
                .satisfies(group -> assertThat(group.ipPermissions().get(0).userIdGroupPairs())
                        .extracting(UserIdGroupPair::groupId)
                        .containsExactly(group.groupId()));
    }

    @Test
    void pagesFollowEachOther() {
        var first = ec2.describeSubnets(request -> request.maxResults(5));
        var second = ec2.describeSubnets(request -> request.maxResults(5).nextToken(first.nextToken()));

        assertThat(first.subnets()).hasSize(5);
        assertThat(second.subnets()).hasSize(1);
        assertThat(second.nextToken()).isNull();
        assertThat(error(() -> ec2.describeSubnets(request ->
                        request.maxResults(5).subnetIds(first.subnets().get(0).subnetId()))))
                .isEqualTo("InvalidParameterCombination: The parameter SubnetId cannot be used with the parameter "
                        + "maxResults");
    }

    @Test
    void whatCannotBeIsRefusedInEc2sWords() {
        String vpc = vpc("10.1.0.0/16");
        subnet(vpc, "10.1.0.0/24", "us-east-1a");
        String group = createGroup("web", vpc);
        String stranger = createGroup("web", vpc("10.2.0.0/16"));
        Map<ThrowingCallable, String> refusals = Map.ofEntries(
                Map.entry(() -> vpc("10.0.0.0/8"), "InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid."),
                Map.entry(
                        () -> vpc("10.0.0"),
                        "InvalidParameterValue: Value (10.0.0) for parameter cidrBlock is invalid. This is not a valid "
                                + "CIDR block."),
                Map.entry(
                        () -> ec2.createVpc(request -> {}),
                        "MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided."),
                Map.entry(
                        () -> subnet(vpc, "10.2.0.0/24", "us-east-1a"),
                        "InvalidSubnet.Range: The CIDR '10.2.0.0/24' is invalid."),
                Map.entry(
                        () -> subnet(vpc, "10.1.0.128/25", "us-east-1a"),
                        "InvalidSubnet.Conflict: The CIDR '10.1.0.128/25' conflicts with another subnet"),
                Map.entry(
                        () -> subnet(vpc, "10.1.1.0/24", "us-east-1z"),
                        "InvalidParameterValue: Value (us-east-1z) for parameter availabilityZone is invalid. Subnets "
                                + "can currently only be created in the following availability zones: us-east-1a, "
                                + "us-east-1b, us-east-1c, us-east-1d, us-east-1e, us-east-1f."),
                Map.entry(
                        () -> subnet("vpc-1", "10.1.1.0/24", "us-east-1a"),
                        "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist"),
                Map.entry(
                        () -> ec2.describeSubnets(request -> request.subnetIds("orders")),
                        "InvalidSubnetID.Malformed: Invalid id: \"orders\" (expecting \"subnet-...\")"),
                Map.entry(
                        () -> createGroup("web", vpc),
                        "InvalidGroup.Duplicate: The security group 'web' already exists for VPC '" + vpc + "'"),
                Map.entry(
                        () -> createGroup("default", vpc),
                        "InvalidParameterValue: Cannot use reserved security group name: default"),
                Map.entry(
                        () -> ec2.describeSecurityGroups(request -> request.groupIds("sg-1")),
                        "InvalidGroup.NotFound: The security group 'sg-1' does not exist"),
                Map.entry(
                        () -> ec2.authorizeSecurityGroupIngress(request -> request.groupId(group)
                                .ipProtocol("tcp")
                                .fromPort(90)
                                .toPort(80)
                                .cidrIp("10.1.0.0/16")),
                        "InvalidParameterValue: Invalid TCP/UDP port range (90:80)"),
                Map.entry(
                        () -> ec2.authorizeSecurityGroupEgress(request -> request.groupId(group)
                                .ipPermissions(IpPermission.builder()
                                        .ipProtocol("-1")
                                        .userIdGroupPairs(UserIdGroupPair.builder()
                                                .groupId(stranger)
                                                .build())
                                        .build())),
                        "InvalidGroup.NotFound: You have specified two resources that belong to different networks."),
                Map.entry(
                        () -> ec2.revokeSecurityGroupIngress(request ->
                                request.groupId(group).ipProtocol("-1").cidrIp("10.1.0.0/16")),
                        "InvalidPermission.NotFound: The specified rule does not exist in this security group."),
                Map.entry(
                        () -> ec2.describeVpcs(request -> request.filters(filter("dhcp-options-id", "dopt-1"))),
                        "NotImplemented: The local AWS does not support EC2 DescribeVpcs with the filter "
                                + "dhcp-options-id. docs/supported-operations.md lists what it does."),
                Map.entry(
                        () -> ec2.createVpc(
                                request -> request.cidrBlock("10.1.0.0/16").ipv6Pool("pool")),
                        "NotImplemented: The local AWS does not support EC2 CreateVpc with Ipv6Pool. "
                                + "docs/supported-operations.md lists what it does."),
                Map.entry(
                        () -> ec2.describeInstances(),
                        "NotImplemented: The local AWS does not support EC2 DescribeInstances. "
                                + "docs/supported-operations.md lists what it does."));

        refusals.forEach((call, refusal) -> assertThat(error(call)).isEqualTo(refusal));
    }

    private String vpc(String cidrBlock) {
        return ec2.createVpc(request -> request.cidrBlock(cidrBlock)).vpc().vpcId();
    }

    private Subnet subnet(String vpc, String cidrBlock, String zone) {
        return ec2.createSubnet(
                        request -> request.vpcId(vpc).cidrBlock(cidrBlock).availabilityZone(zone))
                .subnet();
    }

    private String createGroup(String name, String vpc) {
        return ec2.createSecurityGroup(
                        request -> request.groupName(name).description(name).vpcId(vpc))
                .groupId();
    }

    private SecurityGroup group(String id) {
        return ec2.describeSecurityGroups(request -> request.groupIds(id))
                .securityGroups()
                .get(0);
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static TagSpecification tags(String type, String name) {
        return TagSpecification.builder()
                .resourceType(ResourceType.fromValue(type))
                .tags(Tag.builder().key("Name").value(name).build())
                .build();
    }

    private static String error(ThrowingCallable call) {
        var e = catchThrowableOfType(Ec2Exception.class, call);
        return e == null
                ? "no error"
                : e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage();
    }
}
