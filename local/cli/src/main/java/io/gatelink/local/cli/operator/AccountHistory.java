package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.states.history.HistoryEventType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** An execution's history, read on from where it was read to. */
final class AccountHistory {

    /** The most that AWS gives at once. */
    private static final int PAGE = 1000;

    private static final int FRESH_PAGE = 100;
    private static final Map<String, HistoryEventType> TYPES = new HashMap<>();

    static {
        for (HistoryEventType type : HistoryEventType.values()) {
            TYPES.put(type.wireName(), type);
        }
    }

    private final List<HistoryEvent> events = new ArrayList<>();

    /** In the order of their ids, which count from 1. */
    List<HistoryEvent> events() {
        return events;
    }

    /**
     * Reads what is new.
     *
     * @return whether there was something
     */
    boolean read(Aws aws, String executionArn) {
        int seen = events.size();
        Deque<HistoryEvent> fresh = new ArrayDeque<>();
        String token = null;
        do {
            String page = token;
            var answer = aws.stepFunctions().getExecutionHistory(request -> request.executionArn(executionArn)
                    .reverseOrder(true)
                    .maxResults(seen == 0 ? PAGE : FRESH_PAGE)
                    .nextToken(page));
            answer.events().stream()
                    .filter(event -> event.id() > seen)
                    .map(AccountHistory::event)
                    .forEach(fresh::addFirst);
            boolean all = answer.events().stream().anyMatch(event -> event.id() <= seen);
            token = all ? null : answer.nextToken();
        } while (token != null);
        events.addAll(fresh);
        return !fresh.isEmpty();
    }

    /** The state that each event belongs to; empty for what is of the whole execution. */
    List<String> states() {
        List<String> states = new ArrayList<>();
        states.add("");
        for (HistoryEvent event : events) {
            states.add(
                    event.type().wireName().endsWith("StateEntered")
                            ? event.detail("name").orElse("")
                            : states.get((int) event.previousEventId()));
        }
        return states.subList(1, states.size());
    }

    /** What a task's failure says; nothing for any other event. */
    static Optional<Failure> failure(HistoryEvent event) {
        return Retries.isFailure(event)
                ? Optional.of(new Failure(
                        event.detail("error").orElse(""), event.detail("cause").orElse("")))
                : Optional.empty();
    }

    /** An event as the embedded AWS has it. */
    static HistoryEvent event(software.amazon.awssdk.services.sfn.model.HistoryEvent event) {
        return new HistoryEvent(
                event.id(), event.previousEventId(), event.timestamp(), type(event.typeAsString()), details(event));
    }

    /** What is not known by its name is known by its end, as far as the console tells. */
    private static HistoryEventType type(String name) {
        HistoryEventType similar = name.endsWith("Failed")
                ? HistoryEventType.TASK_FAILED
                : name.endsWith("TimedOut") ? HistoryEventType.TASK_TIMED_OUT : HistoryEventType.TASK_STARTED;
        return TYPES.getOrDefault(name, similar);
    }

    /** An event has one field of details at most. */
    private static Optional<ObjectNode> details(SdkPojo event) {
        for (SdkField<?> field : event.sdkFields()) {
            if (field.getValueOrDefault(event) instanceof SdkPojo details) {
                ObjectNode json = Json.object();
                for (SdkField<?> detail : details.sdkFields()) {
                    if (detail.getValueOrDefault(details) instanceof String text) {
                        json.put(detail.locationName(), text);
                    }
                }
                return Optional.of(json);
            }
        }
        return Optional.empty();
    }
}
