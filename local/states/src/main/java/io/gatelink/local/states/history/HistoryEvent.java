package io.gatelink.local.states.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that happened in an execution, as GetExecutionHistory tells it.
 *
 * @param id              counts from 1 in each execution
 * @param previousEventId the event that led to this one; 0 for none
 * @param details         by AWS's field names; empty for events that have none
 */
public record HistoryEvent(
        long id, long previousEventId, Instant timestamp, HistoryEventType type, Optional<ObjectNode> details) {

    public HistoryEvent {
        Objects.requireNonNull(timestamp, "timestamp");
        Objects.requireNonNull(type, "type");
        details = details.map(ObjectNode::deepCopy);
    }

    /** A detail that is a string, such as the state's {@code name}, or {@code error}. */
    public Optional<String> detail(String name) {
        return details.map(node -> node.path(name))
                .filter(node -> node.isTextual())
                .map(node -> node.textValue());
    }

    /** @param includeExecutionData whether inputs and outputs are told */
    public ObjectNode toJson(boolean includeExecutionData) {
        ObjectNode event = Json.object();
        event.put("timestamp", epochSeconds(timestamp));
        event.put("type", type.wireName());
        event.put("id", id);
        event.put("previousEventId", previousEventId);
        details.ifPresent(node -> {
            ObjectNode told = node.deepCopy();
            if (!includeExecutionData) {
                told.remove("input");
                told.remove("output");
                told.remove("assignedVariables");
            }
            event.set(type.detailsField(), told);
        });
        return event;
    }

    /** A time as AWS's JSON protocols write it: seconds since 1970, with milliseconds. */
    public static BigDecimal epochSeconds(Instant time) {
        return BigDecimal.valueOf(time.toEpochMilli(), 3);
    }
}
