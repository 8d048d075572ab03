package io.gatelink.local.elbv2;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/** The Availability Zones that subnets are in. */
final class Zones {

    private Zones() {}

    /** A subnet stays in its Availability Zone; each new one is in the Region's first that is free. */
    static List<LoadBalancer.Zone> of(
            String region, List<LoadBalancers.Subnet> subnets, List<LoadBalancer.Zone> before) {
        var names = new LinkedHashMap<String, String>();
        before.forEach(zone -> names.put(zone.subnetId(), zone.zoneName()));
        names.keySet().retainAll(subnets.stream().map(LoadBalancers.Subnet::id).toList());
        var zones = new ArrayList<LoadBalancer.Zone>();
        for (LoadBalancers.Subnet subnet : subnets) {
            String name = names.computeIfAbsent(subnet.id(), id -> free(region, names.values()));
            zones.add(new LoadBalancer.Zone(name, subnet.id(), subnet.privateIpv4Address()));
        }
        return zones;
    }

    private static String free(String region, Collection<String> taken) {
        for (char letter = 'a'; letter < 'z'; letter++) {
            if (!taken.contains(region + letter)) {
                return region + letter;
            }
        }
        return region + 'z';
    }
}
