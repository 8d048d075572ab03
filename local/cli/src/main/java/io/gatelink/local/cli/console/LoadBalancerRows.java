package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.LocalAws;
import io.gatelink.local.core.Json;
import io.gatelink.local.dynamodb.item.AttributeValue.M;
import io.gatelink.local.elbv2.LoadBalancer;
import io.gatelink.local.elbv2.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The load balancers, and what the table of publications says of them, as the list shows them. Used exclusively. */
final class LoadBalancerRows {

    private final LocalAws aws;
    private final Ledger<String> ledger;
    private Map<String, LoadBalancerRow> rows = new LinkedHashMap<>();

    LoadBalancerRows(LocalAws aws, Bell bell) {
        this.aws = aws;
        this.ledger = new Ledger<>(bell);
    }

    /** Reads them anew, and notes what changed. */
    void refresh() {
        Map<String, LoadBalancerRow> before = rows;
        rows = read();
        rows.forEach((arn, row) -> {
            if (!row.equals(before.get(arn))) {
                ledger.touch(arn);
            }
        });
        before.keySet().stream().filter(arn -> !rows.containsKey(arn)).forEach(ledger::touch);
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
                    .describeLoadBalancers(List.of(), List.of(), new Page.Request(marker, Optional.empty()));
            all.addAll(page.items());
            marker = page.nextMarker();
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
            position = page.position();
        } while (position != null);
        do {
            var page = aws.apiGateway().vpcLinksV2().getVpcLinks(position, null);
            page.items().forEach(link -> statuses.put(link.id(), link.status().name()));
            position = page.position();
        } while (position != null);
        return statuses;
    }

    /** The item of a load balancer as of the last {@link #refresh}; {@link Item#NONE} if there is none. */
    Item item(String arn) {
        LoadBalancerRow row = rows.get(arn);
        return row == null ? Item.NONE : row.item();
    }

    boolean contains(String arn) {
        return rows.containsKey(arn);
    }

    /** Rows of those that changed, or are gone. */
    ArrayNode since(long revision) {
        ArrayNode list = Json.array();
        for (String arn : ledger.since(revision)) {
            if (rows.containsKey(arn)) {
                list.add(row(arn));
            } else if (revision > 0) {
                list.addObject().put("arn", arn).put("gone", true);
            }
        }
        return list;
    }

    /** As the list shows it. */
    ObjectNode row(String arn) {
        return rows.get(arn).json();
    }
}
