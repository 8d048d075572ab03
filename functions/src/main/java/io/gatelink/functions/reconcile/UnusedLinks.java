package io.gatelink.functions.reconcile;

import io.gatelink.functions.apigateway.SharedLinks;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.SharedVpcLinks;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigatewayv2.model.BadRequestException;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLink;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLinkStatus;

/**
 * Deletes VPC links of version 2 that have not been used for a day: that no publication goes through, and that no
 * execution asked for. Those that are used get a request a day by the smoke test, so that none of them becomes inactive.
 */
record UnusedLinks(SharedLinks apiGateway, SharedVpcLinks links) {

    private static final Duration UNUSED = Duration.ofDays(1);

    /**
     * Deletes one, since API Gateway takes one such call per 30 s. What is ours and in no item gets one, and a day more.
     *
     * @param items all publications, read before
     */
    void deleteOne(Collection<Publication> items, TaskLog log) {
        Set<String> used =
                items.stream().flatMap(item -> item.sharedVpcLinks().stream()).collect(Collectors.toSet());
        var recorded = links.all();
        Set<String> known = recorded.stream().map(SharedVpcLinks.Entry::id).collect(Collectors.toSet());
        Set<String> ours = new HashSet<>();
        for (VpcLink link : apiGateway.ours()) {
            ours.add(link.vpcLinkId());
            if (!known.contains(link.vpcLinkId()) && link.vpcLinkStatus() != VpcLinkStatus.DELETING) {
                links.record(link.tags().getOrDefault(SharedLinks.VPC, ""), link.vpcLinkId());
            }
        }
        for (var entry : recorded) {
            // One that lost our tags, or is gone, is only forgotten.
            if (!used.contains(entry.id()) && links.isForgotten(entry, UNUSED) && ours.contains(entry.id())) {
                delete(entry.id(), log);
                return;
            }
        }
    }

    private void delete(String id, TaskLog log) {
        try {
            apiGateway.delete(id);
            log.with("vpcLinkId", id).info("VPC link deleted, which was not used for a day");
        } catch (BadRequestException e) {
            // Something else leads through it. It is found again by its tags.
            log.with("vpcLinkId", id).with("reason", e.getMessage()).warn("VPC link left, which is used");
        }
    }
}
