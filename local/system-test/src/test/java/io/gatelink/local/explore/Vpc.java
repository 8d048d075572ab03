package io.gatelink.local.explore;

import java.util.List;

/**
 * Where load balancers are.
 *
 * @param subnets in different Availability Zones
 */
record Vpc(String id, List<String> subnets) {

    static final Vpc HOME = new Vpc("vpc-0a1b2c3d4e5f60718", List.of("subnet-0a1b2c3d", "subnet-1a1b2c3d"));
    static final Vpc OTHER = new Vpc("vpc-0b1b2c3d4e5f60719", List.of("subnet-0b1b2c3d", "subnet-1b1b2c3d"));
}
