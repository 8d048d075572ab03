package io.gatelink.functions.reconcile;

import io.gatelink.functions.reconcile.Snapshot.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a reconciliation does. Load balancers are named by their ARNs.
 *
 * @param start       those to start the workflow publish for, the most urgent first
 * @param unwanted    those whose items are to say that they are not wanted
 * @param wantedAgain those whose items are to say so no more
 * @param unrecorded  resources of ours that are in no item and are to be recorded in the load balancer's
 * @param leftAlone   resources that carry our owner tag, but name no load balancer of here
 * @param tell        what people are to be told, or {@code null}
 */
record Plan(List<String> start, Set<String> unwanted, Set<String> wantedAgain,
        Map<String, List<Resource>> unrecorded, List<String> leftAlone, String tell) {
}
