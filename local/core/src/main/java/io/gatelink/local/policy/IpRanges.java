package io.gatelink.local.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Ranges of IP addresses in CIDR notation, as conditions have them. */
final class IpRanges {

    private IpRanges() {}

    /**
     * Whether a range such as {@code 203.0.113.0/24}, or one address, contains an address. What is neither does not.
     */
    static boolean contains(String range, String address) {
        int slash = range.indexOf('/');
        byte[] network = bytes(slash < 0 ? range : range.substring(0, slash));
        byte[] candidate = bytes(address);
        if (network == null || candidate == null || network.length != candidate.length) {
            return false;
        }
        int bits = network.length * Byte.SIZE;
        String prefix = slash < 0 ? Integer.toString(bits) : range.substring(slash + 1);
        if (!prefix.matches("[0-9]{1,3}") || Integer.parseInt(prefix) > bits) {
            return false;
        }
        for (int i = 0; i < Integer.parseInt(prefix); i++) {
            int mask = 0x80 >> i % Byte.SIZE;
            if ((network[i / Byte.SIZE] & mask) != (candidate[i / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** @return {@code null} for what is no address; names are never looked up */
    private static byte[] bytes(String address) {
        if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return null;
        }
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
