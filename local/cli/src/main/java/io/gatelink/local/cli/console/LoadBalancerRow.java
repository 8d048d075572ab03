package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.Optional;

/**
 * A load balancer, and what the table of publications says of it.
 *
 * @param balancerState as Elastic Load Balancing calls it; {@code deleted} if it is gone
 * @param item          {@link Item#NONE} if the table does not have it
 * @param linkStatus    of its VPC link; empty if there is none, or it is not known
 */
public record LoadBalancerRow(String arn, String balancerState, Item item, String linkStatus) {

    /** The state of a load balancer that is gone. */
    public static final String DELETED = "deleted";

    /** As the list shows it. */
    public ObjectNode json() {
        ObjectNode json = Json.object()
                .put("arn", arn)
                .put("name", arn.replaceFirst("^arn:.*:loadbalancer/[a-z]*/([^/]*)/.*$", "$1"))
                .put("state", item.state())
                .put("balancerState", balancerState)
                .put("served", item.isServed());
        put(json, "invokeUrl", item.isServed() ? item.served("invokeUrl") : Optional.empty());
        put(json, "link", item.link());
        if (item.link().isPresent()) {
            json.put("linkVersion", item.linkVersion());
        }
        put(json, "linkStatus", Optional.of(linkStatus).filter(text -> !text.isEmpty()));
        put(json, "since", item.since());
        put(json, "checkedAt", item.text("checkedAt"));
        put(json, "reason", item.text("reason"));
        put(json, "error", item.text("error"));
        put(json, "nextTryAt", item.text("nextTryAt"));
        put(json, "holder", item.text("holder"));
        put(json, "replacedBy", item.text("replacedBy"));
        return json;
    }

    /** Besides, every text of the item, and how the API that is served asks callers who they are. */
    public ObjectNode detail() {
        ObjectNode json = json();
        ObjectNode attributes = json.putObject("item");
        item.attributes().values().keySet().stream().sorted().forEach(name -> put(attributes, name, item.text(name)));
        put(json, "authorization", item.served("authorization"));
        return json;
    }

    private static void put(ObjectNode json, String name, Optional<String> value) {
        value.ifPresent(text -> json.put(name, text));
    }
}
