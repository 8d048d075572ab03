package io.gatelink.local.ec2;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of IPv4 addresses.
 *
 * @param address the first one
 * @param prefix  0 to 32
 */
public record Cidr(int address, int prefix) {

    private static final Pattern NOTATION =
            Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

    public Cidr {
        address = address & mask(prefix);
    }

    /** Reads CIDR notation; as in EC2, bits behind the prefix do not count. Empty for what is no range. */
    static Optional<Cidr> parse(String text) {
        Matcher matcher = NOTATION.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(5)) > Integer.SIZE) {
            return Optional.empty();
        }
        int address = 0;
        for (int i = 1; i <= 4; i++) {
            int part = Integer.parseInt(matcher.group(i));
            if (part > 255) {
                return Optional.empty();
            }
            address = address << Byte.SIZE | part;
        }
        return Optional.of(new Cidr(address, Integer.parseInt(matcher.group(5))));
    }

    boolean contains(Cidr other) {
        return other.prefix >= prefix && (other.address & mask(prefix)) == address;
    }

    boolean overlaps(Cidr other) {
        return contains(other) || other.contains(this);
    }

    /** How many addresses of a subnet are free: EC2 keeps five. */
    long usable() {
        return (1L << Integer.SIZE - prefix) - 5;
    }

    /** An address in it, counted from 0. */
    String address(int index) {
        return text(address + index);
    }

    private static int mask(int prefix) {
        return prefix == 0 ? 0 : -1 << Integer.SIZE - prefix;
    }

    @Override
    public String toString() {
        return text(address) + "/" + prefix;
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}
