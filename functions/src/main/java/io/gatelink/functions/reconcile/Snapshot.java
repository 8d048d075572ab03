package io.gatelink.functions.reconcile;

import io.gatelink.functions.elbv2.LoadBalancers.Found;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a reconciliation has read.
 *
 * @param loadBalancers the network load balancers, by ARN
 * @param items         the table of publications, by ARN
 * @param resources     what carries our owner tag
 * @param ended         the ARNs of the load balancers whose item names a holder that has ended
 */
record Snapshot(Map<String, Found> loadBalancers, Map<String, Publication> items, List<Resource> resources,
        Set<String> ended) {

    /**
     * A resource of API Gateway that carries our owner tag.
     *
     * @param usable       whether it can serve; a VPC link that failed cannot
     * @param loadBalancer the ARN of the load balancer that it was made for, or {@code null} if its tag holds none of a
     *                     network load balancer of this account and Region
     */
    record Resource(Part part, String id, boolean usable, String loadBalancer) {

        /** The resource among the strays of an item. */
        String stray() {
            return part.stray(id);
        }
    }
}
