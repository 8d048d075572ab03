package io.gatelink.local.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom security groups admit. */
class InterfacesTest {

    private static final Subnet SUBNET = subnet("10.1.0.0/24");
    private static final SecurityGroup CLIENTS = group("sg-clients", all(true, new IpPermission.Ipv4(new Cidr(0, 0))));

    private final Interfaces link = new Interfaces(List.of(SUBNET, subnet("10.1.1.0/24")), List.of(CLIENTS));

    @Test
    void aGroupWithoutRulesAdmitsNothing() {
        assertThat(link.reach(with(group("sg-web")), 80)).isFalse();
    }

    @Test
    void whatHasNoGroupIsNotFiltered() {
        assertThat(link.reach(new Interfaces(List.of(SUBNET), List.of()), 80)).isTrue();
    }

    @Test
    void aRuleAdmitsItsPortsOnly() {
        var web = with(group("sg-web", tcp(80, 81, new IpPermission.Group("sg-clients"))));

        assertThat(link.reach(web, 79)).isFalse();
        assertThat(link.reach(web, 80)).isTrue();
        assertThat(link.reach(web, 81)).isTrue();
        assertThat(link.reach(web, 82)).isFalse();
    }

    @Test
    void aRuleForUdpAdmitsNoTcp() {
        var udp = new IpPermission(
                "udp", Optional.of(new IpPermission.Ports(80, 80)), IpPermission.Ipv4.ANY, Optional.empty());

        assertThat(link.reach(with(group("sg-web", rule(false, udp))), 80)).isFalse();
    }

    @Test
    void aRangeHasToCoverEverySubnet() {
        assertThat(link.reach(with(group("sg-web", tcp(80, 80, range("10.1.0.0/16")))), 80))
                .isTrue();
        assertThat(link.reach(with(group("sg-web", tcp(80, 80, range("10.1.0.0/24")))), 80))
                .isFalse();
        assertThat(link.reach(
                        with(group("sg-web", tcp(80, 80, range("10.1.0.0/24")), tcp(80, 80, range("10.1.1.0/24")))),
                        80))
                .isTrue();
    }

    @Test
    void anotherGroupThanThePeersAdmitsNothing() {
        assertThat(link.reach(with(group("sg-web", all(false, new IpPermission.Group("sg-web")))), 80))
                .isFalse();
    }

    @Test
    void outboundRulesCountToo() {
        var open = with(group("sg-web", all(false, IpPermission.Ipv4.ANY)));
        var closed = new Interfaces(List.of(SUBNET), List.of(group("sg-clients")));
        var toWeb = new Interfaces(
                List.of(SUBNET), List.of(group("sg-clients", all(true, new IpPermission.Group("sg-web")))));

        assertThat(closed.reach(open, 80)).isFalse();
        assertThat(toWeb.reach(open, 80)).isTrue();
    }

    @Test
    void theAddressIsOneOfTheFirstSubnet() {
        assertThat(link.address()).isEqualTo("10.1.0.10");
    }

    private static Interfaces with(SecurityGroup group) {
        return new Interfaces(List.of(SUBNET), List.of(group));
    }

    private static Subnet subnet(String cidrBlock) {
        return new Subnet(
                "subnet-" + cidrBlock.hashCode(),
                "vpc-1",
                Cidr.parse(cidrBlock).orElseThrow(),
                new AvailabilityZone("us-east-1a", "use1-az1"),
                false,
                false,
                Map.of());
    }

    private static SecurityGroup group(String id, SecurityGroupRule... rules) {
        return new SecurityGroup(id, id, id, "vpc-1", Map.of(), List.of(rules));
    }

    private static IpPermission.Peer range(String cidrBlock) {
        return new IpPermission.Ipv4(Cidr.parse(cidrBlock).orElseThrow());
    }

    private static SecurityGroupRule tcp(int from, int to, IpPermission.Peer peer) {
        return rule(
                false, new IpPermission("tcp", Optional.of(new IpPermission.Ports(from, to)), peer, Optional.empty()));
    }

    private static SecurityGroupRule all(boolean egress, IpPermission.Peer peer) {
        return rule(egress, IpPermission.all(peer));
    }

    private static SecurityGroupRule rule(boolean egress, IpPermission permission) {
        return new SecurityGroupRule("sgr-1", "sg-1", egress, permission, Map.of());
    }
}
