package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import io.gatelink.local.states.history.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The visits of an execution's states, as its history tells them. */
public final class Visits {

    private final ExecutionStatus status;
    private final Optional<Instant> stoppedAt;
    private final Map<Long, Visit> byId = new LinkedHashMap<>();

    /** One stay in a state: its events, from the one that enters it. */
    private static final class Visit {

        private final HistoryEvent entered;
        private final String from;
        private final List<HistoryEvent> attempts = new ArrayList<>();
        private HistoryEvent exited;
        private int begun;
        private boolean failed;
        private String reason = "";

        private Visit(HistoryEvent entered, String from) {
            this.entered = entered;
            this.from = from;
        }

        private String state() {
            return entered.detail("name").orElse("");
        }
    }

    private Visits(ExecutionStatus status, Optional<Instant> stoppedAt) {
        this.status = status;
        this.stoppedAt = stoppedAt;
    }

    /** Reads the history. The execution is read exclusively. */
    static Visits of(Execution execution) {
        return of(execution.events(), execution.status(), execution.stopDate());
    }

    /**
     * Reads a history.
     *
     * @param events all of them, in the order of their ids
     */
    public static Visits of(List<HistoryEvent> events, ExecutionStatus status, Optional<Instant> stoppedAt) {
        var visits = new Visits(status, stoppedAt);
        List<Visit> visitOf = new ArrayList<>();
        visitOf.add(null);
        for (HistoryEvent event : events) {
            Visit before = visitOf.get((int) event.previousEventId());
            Visit its = before;
            String type = event.type().wireName();
            if (type.endsWith("StateEntered")) {
                its = new Visit(event, before == null ? "" : before.state());
                visits.byId.put(event.id(), its);
            } else if (its != null) {
                read(its, event, type);
            }
            visitOf.add(its);
        }
        return visits;
    }

    private static void read(Visit visit, HistoryEvent event, String type) {
        if (type.endsWith("StateExited")) {
            visit.exited = event;
        } else if (type.endsWith("Scheduled")) {
            visit.begun++;
            visit.failed = false;
        } else if (type.endsWith("Succeeded")) {
            visit.failed = false;
        } else if (type.endsWith("Failed") || type.endsWith("TimedOut")) {
            visit.failed = true;
            visit.reason = Failure.reason(
                    event.detail("error").orElse(""), event.detail("cause").orElse(""));
            if (!type.startsWith("Execution")) {
                visit.attempts.add(event);
            }
        }
    }

    ArrayNode json(TrackedExecution tracked) {
        return json(tracked::wait);
    }

    /**
     * In the order in which they began.
     *
     * @param waits what the latest visit of a state waits for, by its name
     */
    public ArrayNode json(Function<String, Optional<PendingRetry>> waits) {
        ArrayNode list = Json.array();
        byId.forEach((id, visit) -> {
            Optional<PendingRetry> wait =
                    visit.exited == null && isLatest(visit) ? waits.apply(visit.state()) : Optional.empty();
            ObjectNode json = list.addObject()
                    .put("id", id)
                    .put("state", visit.state())
                    .put("from", visit.from)
                    .put("status", wait.isPresent() && !isClosed() ? "WAITING" : status(visit))
                    .put("enteredAt", visit.entered.timestamp().toString())
                    .put("retries", Math.max(0, visit.begun - 1));
            if (visit.exited != null) {
                json.put("exitedAt", visit.exited.timestamp().toString());
            } else {
                stoppedAt.ifPresent(at -> json.put("exitedAt", at.toString()));
            }
            if (!visit.reason.isEmpty()) {
                json.put("reason", visit.reason);
            }
            wait.ifPresent(it -> json.set("waits", it.json()));
        });
        return list;
    }

    private boolean isLatest(Visit visit) {
        Visit latest = null;
        for (Visit one : byId.values()) {
            if (one.state().equals(visit.state())) {
                latest = one;
            }
        }
        return latest == visit;
    }

    private boolean isClosed() {
        return status != ExecutionStatus.RUNNING;
    }

    private String status(Visit visit) {
        String type = visit.entered.type().wireName();
        if (visit.exited != null) {
            return visit.failed ? "FAILED" : "SUCCEEDED";
        }
        if (isClosed()) {
            return switch (status) {
                case SUCCEEDED -> "SUCCEEDED";
                case ABORTED -> "ABORTED";
                default -> "FAILED";
            };
        }
        return type.startsWith("Wait") ? "WAITING" : "RUNNING";
    }

    /** Input, output and attempts of one visit; empty if there is none of this id. */
    public Optional<ObjectNode> detail(long id) {
        return Optional.ofNullable(byId.get(id)).map(visit -> {
            ObjectNode json = Json.object().put("id", id).put("state", visit.state());
            visit.entered.detail("input").ifPresent(text -> json.put("input", text));
            if (visit.exited != null) {
                visit.exited.detail("output").ifPresent(text -> json.put("output", text));
            }
            ArrayNode attempts = json.putArray("attempts");
            visit.attempts.forEach(event -> attempts.addObject()
                    .put("at", event.timestamp().toString())
                    .put("error", event.detail("error").orElse(""))
                    .put(
                            "reason",
                            Failure.reason(
                                    event.detail("error").orElse(""),
                                    event.detail("cause").orElse(""))));
            return json;
        });
    }
}
