package io.gatelink.local.ec2;

import java.util.Locale;
import java.util.Optional;

/**
 * What one rule admits.
 *
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, a protocol's number, or {@code -1} for all
 * @param ports    of TCP and UDP; type and code of ICMP; none for other protocols
 */
public record IpPermission(String protocol, Optional<Ports> ports, Peer peer, Optional<String> description) {

    static final String ALL = "-1";
    static final String TCP = "tcp";

    /** Everything, from or to a peer. */
    static IpPermission all(Peer peer) {
        return new IpPermission(ALL, Optional.empty(), peer, Optional.empty());
    }

    /** From and to, both included. */
    public record Ports(int from, int to) {}

    /** Where traffic comes from or goes to. */
    public sealed interface Peer {}

    /** Addresses of IPv4. */
    public record Ipv4(Cidr cidr) implements Peer {

        /** All of them. */
        static final Ipv4 ANY = new Ipv4(new Cidr(0, 0));
    }

    /** Addresses of IPv6, in CIDR notation. */
    public record Ipv6(String cidr) implements Peer {}

    /** What has a security group. */
    public record Group(String groupId) implements Peer {}

    /** Whether it admits TCP on a port. */
    boolean admitsTcp(int port) {
        return protocol.equals(ALL)
                || protocol.equals(TCP)
                        && ports.filter(range -> range.from() <= port && port <= range.to())
                                .isPresent();
    }

    /** Whether two permissions are the same: descriptions do not count. */
    boolean sameAs(IpPermission other) {
        return protocol.equals(other.protocol) && ports.equals(other.ports) && peer.equals(other.peer);
    }

    /** As EC2 writes it in its errors. */
    String inWords() {
        String from = peer instanceof Ipv4 range
                ? range.cidr().toString()
                : peer instanceof Ipv6 range ? range.cidr() : ((Group) peer).groupId();
        String what = protocol.equals(ALL) ? "ALL" : protocol.toUpperCase(Locale.ROOT);
        boolean icmp = protocol.startsWith("icmp");
        String range = ports.map(it -> icmp
                        ? ", type: " + it.from() + ", code: " + it.to()
                        : ", from port: " + it.from() + ", to port: " + it.to())
                .orElse("");
        return "peer: " + from + ", " + what + range + ", ALLOW";
    }
}
