package io.gatelink.functions.reconcile;

import io.gatelink.functions.apigateway.SharedLinks;
import io.gatelink.functions.lambda.AwsFailure;
import io.gatelink.functions.lambda.TaskLog;
import io.gatelink.functions.registry.Part;
import io.gatelink.functions.registry.Publication;
import io.gatelink.functions.registry.SharedVpcLinks;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.apigatewayv2.model.ApiGatewayV2Exception;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLink;
import software.amazon.awssdk.services.apigatewayv2.model.VpcLinkStatus;

/**
 * Deletes VPC links of version 2 that have not been used for a day: that no publication goes through, and that no
 * execution asked for. Those that are used get a request a day by the smoke test, so that none of them becomes
 * inactive.
 */
record UnusedLinks(SharedLinks apiGateway, SharedVpcLinks links) {

    private static final Duration UNUSED = Duration.ofDays(1);

    /**
     * Deletes one, since API Gateway takes one such call per 30 s. What is ours and in no item gets one, and a day
     * more.
     *
     * @param items     all publications, read before
     * @param resources what carries our owner tag
     */
    void deleteOne(Collection<Publication> items, List<Differences.Resource> resources, TaskLog log) {
        Set<String> used =
                items.stream().flatMap(item -> item.sharedVpcLinks().stream()).collect(Collectors.toSet());
        var recorded = links.all();
        // Two items may name a link, if one was written while another execution found it.
        Map<String, Instant> lastUses = recorded.stream()
                .collect(Collectors.toMap(
                        SharedVpcLinks.Entry::id,
                        SharedVpcLinks.Entry::usedAt,
                        BinaryOperator.maxBy(Instant::compareTo)));
        Set<String> ours = new HashSet<>();
        for (VpcLink link : apiGateway.ours()) {
            ours.add(link.vpcLinkId());
            if (!lastUses.containsKey(link.vpcLinkId()) && link.vpcLinkStatus() != VpcLinkStatus.DELETING) {
                links.record(link.tags().getOrDefault(SharedLinks.VPC, ""), link.vpcLinkId());
            }
        }
        recorded.stream().filter(entry -> used.contains(entry.id())).forEach(links::use);
        if (servesUnseen(items, resources)) {
            return;
        }
        for (var entry : recorded) {
            if (!used.contains(entry.id())
                    && entry.usedAt().equals(lastUses.get(entry.id()))
                    && links.isDeleted(entry, UNUSED, () -> delete(entry.id(), ours, log))
                    && ours.contains(entry.id())) {
                return;
            }
        }
    }

    /** Through which link an API leads that no item publishes is unknown, as after the table was lost. */
    private static boolean servesUnseen(Collection<Publication> items, List<Differences.Resource> resources) {
        String restApi = Part.REST_API.attribute();
        Set<String> published = items.stream()
                .flatMap(item -> Stream.of(Publication.PUBLISHED, Publication.TAKEN_OVER)
                        .map(served -> item.map(served).get(restApi)))
                .collect(Collectors.toSet());
        return resources.stream()
                .anyMatch(one ->
                        one.part() == Part.REST_API && one.loadBalancer() != null && !published.contains(one.id()));
    }

    /** One that lost our tags, or is gone, is only forgotten. */
    private void delete(String id, Set<String> ours, TaskLog log) {
        if (!ours.contains(id)) {
            return;
        }
        try {
            apiGateway.delete(id);
            log.with("vpcLinkId", id).info("VPC link deleted, which was not used for a day");
        } catch (ApiGatewayV2Exception e) {
            // Something else may lead through it. It is found again by its tags.
            log.with("vpcLinkId", id)
                    .with("reason", AwsFailure.of(e).getMessage())
                    .warn("VPC link not deleted");
        }
    }
}
