package io.gatelink.local.cli.console;

import io.gatelink.local.LocalAws;
import io.gatelink.local.core.Page;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.elbv2.LoadBalancer;
import io.gatelink.local.elbv2.PageRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The embedded AWS's load balancers, and what the table of publications says of them. Used exclusively. */
final class EmbeddedBalancers {

    private final LocalAws aws;
    private final BalancerRows rows;

    EmbeddedBalancers(LocalAws aws, Revisions revisions) {
        this.aws = aws;
        this.rows = new BalancerRows(revisions);
    }

    /** Reads them anew, and notes what changed. */
    BalancerRows refreshed() {
        rows.replace(read());
        return rows;
    }

    private Map<String, LoadBalancerRow> read() {
        Map<String, String> links = linkStatuses();
        Map<String, LoadBalancerRow> read = new LinkedHashMap<>();
        Map<String, M> items = items();
        for (LoadBalancer balancer : balancers()) {
            M item = items.remove(balancer.arn());
            read.put(
                    balancer.arn(),
                    row(balancer.arn(), balancer.state(), item == null ? Item.NONE : new Item(item), links));
        }
        items.forEach((arn, item) -> read.put(arn, row(arn, LoadBalancerRow.DELETED, new Item(item), links)));
        return read;
    }

    private static LoadBalancerRow row(String arn, String state, Item item, Map<String, String> links) {
        return new LoadBalancerRow(arn, state, item, item.link().map(links::get).orElse(""));
    }

    private List<LoadBalancer> balancers() {
        List<LoadBalancer> all = new ArrayList<>();
        Optional<String> marker = Optional.empty();
        do {
            Page<LoadBalancer> page = aws.loadBalancers()
                    .describeLoadBalancers(List.of(), List.of(), new PageRequest(marker, Optional.empty()));
            all.addAll(page.items());
            marker = page.nextToken();
        } while (marker.isPresent());
        return all;
    }

    /** By the load balancer's ARN. */
    private Map<String, M> items() {
        Map<String, M> items = new LinkedHashMap<>();
        String table = aws.stack().outputs().getOrDefault("PublicationsTable", "");
        if (aws.dynamoDb().listTables().contains(table)) {
            aws.dynamoDb()
                    .items(table)
                    .forEach(item ->
                            items.put(new Item(item).text("loadBalancerArn").orElse(""), item));
        }
        return items;
    }

    private Map<String, String> linkStatuses() {
        Map<String, String> statuses = new HashMap<>();
        String position = null;
        do {
            var page = aws.apiGateway().vpcLinks().getVpcLinks(position, 500);
            page.items().forEach(link -> statuses.put(link.id(), link.status().name()));
            position = page.nextToken().orElse(null);
        } while (position != null);
        do {
            var page = aws.apiGateway().vpcLinksV2().getVpcLinks(position, null);
            page.items().forEach(link -> statuses.put(link.id(), link.status().name()));
            position = page.nextToken().orElse(null);
        } while (position != null);
        return statuses;
    }

    /** The item of a load balancer; {@link Item#NONE} if there is none. */
    Item item(String arn) {
        return refreshed().find(arn).map(LoadBalancerRow::item).orElse(Item.NONE);
    }
}
