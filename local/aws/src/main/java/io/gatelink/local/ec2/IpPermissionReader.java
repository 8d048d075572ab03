package io.gatelink.local.ec2;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what rules are to admit. */
final class IpPermissionReader {

    private static final Map<String, String> PROTOCOLS = Map.of("1", "icmp", "6", "tcp", "17", "udp", "58", "icmpv6");

    /** One permission, without a structure. */
    private static final List<String> PLAIN = List.of("IpProtocol", "FromPort", "ToPort", "CidrIp");

    private final String accountId;
    private final SecurityGroups groups;

    IpPermissionReader(String accountId, SecurityGroups groups) {
        this.accountId = accountId;
        this.groups = groups;
    }

    /**
     * From either of the two ways to tell them.
     *
     * @return empty if there are none
     * @throws io.gatelink.local.core.AwsException MissingParameter, InvalidParameterValue, InvalidParameterCombination
     */
    List<IpPermission> of(Ec2Request request) {
        List<Ec2Request> structures = request.structures("IpPermissions");
        var permissions = new ArrayList<IpPermission>();
        Optional<String> plain =
                PLAIN.stream().filter(name -> request.text(name).isPresent()).findFirst();
        if (plain.isPresent()) {
            if (!structures.isEmpty()) {
                throw Ec2Errors.error(
                        "InvalidParameterCombination",
                        "The parameter IpPermissions cannot be used with the parameter " + plain.get());
            }
            String range = request.text("CidrIp").orElseThrow(IpPermissionReader::noPeer);
            permissions.add(permission(request, ipv4(range), Optional.empty()));
        }
        structures.forEach(structure -> addAll(permissions, structure));
        return permissions;
    }

    private void addAll(List<IpPermission> permissions, Ec2Request structure) {
        int before = permissions.size();
        for (Ec2Request range : structure.structures("IpRanges")) {
            permissions.add(permission(structure, ipv4(range.required("CidrIp")), range.text("Description")));
        }
        for (Ec2Request range : structure.structures("Ipv6Ranges")) {
            permissions.add(permission(structure, ipv6(range.required("CidrIpv6")), range.text("Description")));
        }
        for (Ec2Request group : structure.structures("Groups")) {
            permissions.add(permission(structure, group(group), group.text("Description")));
        }
        if (permissions.size() == before) {
            throw noPeer();
        }
    }

    private static RuntimeException noPeer() {
        return Ec2Errors.error("MissingParameter", "Source group or CIDR missing");
    }

    private IpPermission permission(Ec2Request request, IpPermission.Peer peer, Optional<String> description) {
        description.ifPresent(IpPermissionReader::checkDescription);
        String given = request.required("IpProtocol").toLowerCase(Locale.ROOT);
        String protocol = PROTOCOLS.getOrDefault(given, given);
        if (!protocol.matches("-1|tcp|udp|icmp|icmpv6|[0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-5]")) {
            throw Ec2Errors.invalidValue(
                    "Invalid value '" + Ec2Errors.quoted(given) + "' for IP protocol. Unknown protocol.");
        }
        return new IpPermission(protocol, ports(request, protocol), peer, description);
    }

    private static Optional<IpPermission.Ports> ports(Ec2Request request, String protocol) {
        Optional<Integer> from = request.integer("FromPort");
        Optional<Integer> to = request.integer("ToPort");
        if (protocol.startsWith("icmp")) {
            return Optional.of(new IpPermission.Ports(from.orElse(-1), to.orElse(-1)));
        }
        if (!protocol.equals("tcp") && !protocol.equals("udp")) {
            return Optional.empty();
        }
        if (from.isEmpty() || to.isEmpty()) {
            throw Ec2Errors.invalidValue(
                    "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
        }
        for (int port : List.of(from.get(), to.get())) {
            if (port < 0 || port > 65_535) {
                throw Ec2Errors.invalidValue("TCP/UDP port (" + port + ") out of range");
            }
        }
        if (from.get() > to.get()) {
            throw Ec2Errors.invalidValue("Invalid TCP/UDP port range (" + from.get() + ":" + to.get() + ")");
        }
        return Optional.of(new IpPermission.Ports(from.get(), to.get()));
    }

    private static IpPermission.Peer ipv4(String range) {
        return new IpPermission.Ipv4(Cidr.parse(range).orElseThrow(() -> malformed(range)));
    }

    private static IpPermission.Peer ipv6(String range) {
        int slash = range.indexOf('/');
        String address = slash < 0 ? range : range.substring(0, slash);
        String prefix = slash < 0 ? "" : range.substring(slash + 1);
        if (!address.matches("[0-9a-fA-F:]*:[0-9a-fA-F:]*") || !prefix.matches("[0-9]{1,2}|1[01][0-9]|12[0-8]")) {
            throw malformed(range);
        }
        try {
            InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw malformed(range);
        }
        return new IpPermission.Ipv6(range.toLowerCase(Locale.ROOT));
    }

    private IpPermission.Peer group(Ec2Request group) {
        group.text("UserId").filter(id -> !id.equals(accountId)).ifPresent(id -> {
            throw Ec2Errors.notSupported(group.operation() + " with a security group of another account");
        });
        return new IpPermission.Group(group.text("GroupId")
                .orElseGet(() -> groups.groupNamed(group.required("GroupName")).id()));
    }

    private static RuntimeException malformed(String range) {
        return Ec2Errors.invalidValue("CIDR block " + Ec2Errors.quoted(range) + " is malformed");
    }

    private static void checkDescription(String description) {
        if (description.length() > 255 || !description.matches("[a-zA-Z0-9. _\\-:/()#,@\\[\\]+=&;{}!$*]*")) {
            throw Ec2Errors.invalidValue("Invalid rule description. Valid descriptions are strings less than 256 "
                    + "characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
        }
    }
}
