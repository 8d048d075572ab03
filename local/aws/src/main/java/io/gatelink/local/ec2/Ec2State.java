package io.gatelink.local.ec2;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that EC2 knows, each by its id, in the order in which it was created. */
final class Ec2State {

    final Map<String, Vpc> vpcs = new LinkedHashMap<>();
    final Map<String, Subnet> subnets = new LinkedHashMap<>();
    final Map<String, SecurityGroup> groups = new LinkedHashMap<>();

    /** The ids that were deleted: they do not exist, while others may be assumed to. */
    final Set<String> deleted = new HashSet<>();

    final List<NetworkInterfaces> interfaces = new ArrayList<>();

    boolean inUse(String id) {
        return interfaces.stream().anyMatch(it -> it.use(id));
    }

    Vpc defaultVpc() {
        return vpcs.values().stream().filter(Vpc::isDefault).findFirst().orElseThrow();
    }
}
