package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.terminal.Text;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.Stack;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An event that came to the bus, and how its deliveries go. Used exclusively. */
final class BusEvent {

    private static final int LONGEST = 120;

    private final long number;
    private final Instant at;
    private final ObjectNode event;
    private final List<Stack.Rule> matched;
    private final Map<String, Delivery> deliveries = new LinkedHashMap<>();

    /**
     * How a delivery to one target stands.
     *
     * @param state {@code PENDING}, {@code DELIVERED}, {@code RETRYING}, {@code DEAD_LETTERED} or {@code LOST}
     * @param note  why; empty if there is nothing to say
     */
    private record Delivery(String rule, String targetArn, String state, String note) {}

    BusEvent(long number, Instant at, ObjectNode event, List<Stack.Rule> matched) {
        this.number = number;
        this.at = at;
        this.event = event;
        this.matched = List.copyOf(matched);
        matched.forEach(rule -> rule.targets().forEach(target -> delivery(rule, target, "PENDING", "")));
    }

    long number() {
        return number;
    }

    ObjectNode event() {
        return event;
    }

    void delivery(Stack.Rule rule, Stack.Target target, String state, String note) {
        deliveries.put(rule.name() + "/" + target.id(), new Delivery(rule.name(), target.arn(), state, note));
    }

    /** As the list shows it. */
    ObjectNode row() {
        JsonNode detail = event.path("detail");
        ObjectNode row = Json.object()
                .put("number", number)
                .put("at", at.toString())
                .put("source", Text.shortened(event.path("source").asText(), LONGEST))
                .put("type", Text.shortened(event.path("detail-type").asText(), LONGEST))
                .put("name", Text.shortened(detail.path("eventName").asText(), LONGEST))
                .put("subject", Text.shortened(subject(), LONGEST))
                .put("state", state());
        ArrayNode rules = row.putArray("rules");
        matched.forEach(rule -> rules.add(rule.name()));
        if (detail.hasNonNull("errorCode")) {
            row.put("error", Text.shortened(detail.path("errorCode").asText(), LONGEST));
        }
        return row;
    }

    /** How each delivery stands. */
    ArrayNode deliveriesJson() {
        ArrayNode list = Json.array();
        deliveries.values().forEach(one -> list.addObject()
                .put("rule", one.rule())
                .put("target", one.targetArn())
                .put("state", one.state())
                .put("note", one.note()));
        return list;
    }

    /** The worst of its deliveries. */
    private String state() {
        if (matched.isEmpty()) {
            return "UNMATCHED";
        }
        for (String state : List.of("LOST", "DEAD_LETTERED", "RETRYING", "PENDING")) {
            if (deliveries.values().stream().anyMatch(one -> one.state().equals(state))) {
                return state;
            }
        }
        return "DELIVERED";
    }

    /** The load balancer or other thing that it is about, as far as it names one. */
    private String subject() {
        JsonNode detail = event.path("detail");
        JsonNode parameters = detail.path("requestParameters");
        for (String text : new String[] {
            detail.path("loadBalancerArn").asText(),
            parameters.path("resourceArns").path(0).asText(),
            parameters.path("loadBalancerArn").asText(),
            parameters.path("name").asText(),
            event.path("resources").path(0).asText()
        }) {
            if (!text.isEmpty()) {
                return text.replaceFirst(
                        "^arn:.*:(?:loadbalancer|targetgroup|listener)/(?:(?:net|app)/)?([^/]*)/.*$", "$1");
            }
        }
        return "";
    }
}
