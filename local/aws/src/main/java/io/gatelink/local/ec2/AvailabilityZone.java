package io.gatelink.local.ec2;

import java.util.List;
import java.util.Map;

/**
 * An Availability Zone.
 *
 * @param name of this account, e.g. {@code us-east-1a}
 * @param id   the same in all accounts, e.g. {@code use1-az1}
 */
public record AvailabilityZone(String name, String id) {

    /** In us-east-1 the zones have no natural order; e is az3, where some services are not available. */
    private static final String US_EAST_1 = "124635";

    private static final Map<String, String> SHORT =
            Map.of("northeast", "ne", "southeast", "se", "northwest", "nw", "southwest", "sw");

    /** The zones of a Region: six in us-east-1, three in each other. */
    static List<AvailabilityZone> of(String region) {
        int count = region.equals("us-east-1") ? US_EAST_1.length() : 3;
        return "abcdef"
                .substring(0, count)
                .chars()
                .mapToObj(letter -> named(region + (char) letter))
                .toList();
    }

    /** @param name of a Region with a letter behind it */
    static AvailabilityZone named(String name) {
        String region = name.substring(0, name.length() - 1);
        int index = name.charAt(name.length() - 1) - 'a';
        String number = region.equals("us-east-1") && index >= 0 && index < US_EAST_1.length()
                ? US_EAST_1.substring(index, index + 1)
                : Integer.toString(index + 1);
        var id = new StringBuilder();
        String[] parts = region.split("-");
        for (int i = 0; i < parts.length; i++) {
            boolean whole = i == 0 || i == parts.length - 1 || parts[i].isEmpty();
            id.append(whole ? parts[i] : SHORT.getOrDefault(parts[i], parts[i].substring(0, 1)));
        }
        return new AvailabilityZone(name, id + "-az" + number);
    }
}
