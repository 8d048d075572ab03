package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.states.history.HistoryEventType;
import io.gatelink.local.states.model.StateGraph;
import java.time.Duration;

/**
 * One line of control through a graph of states: the execution's own, a branch's or an iteration's. In one state at a
 * time; each state is entered by a task of its own on the event loop.
 */
final class Flow {

    /** What becomes of a flow that comes to its end by itself. */
    interface Ending {

        void succeeded(JsonNode output);

        void failed(Failure failure);
    }

    private final ExecutionRun run;
    private final StateGraph graph;
    private final Variables variables;
    private final JsonNode mapItem;
    private final Ending ending;
    private long previous;
    private Visit visit;
    private Entry pending;
    private boolean over;

    /**
     * @param mapItem  {@code $states.context.Map.Item}; {@code null} outside maps
     * @param previous the event that led here
     */
    Flow(ExecutionRun run, StateGraph graph, Variables variables, JsonNode mapItem, long previous, Ending ending) {
        this.run = run;
        this.graph = graph;
        this.variables = variables;
        this.mapItem = mapItem;
        this.previous = previous;
        this.ending = ending;
    }

    void start(JsonNode input) {
        enter(graph.startAt(), input);
    }

    /** A state that is about to be entered. */
    private record Entry(String state, JsonNode input) {
    }

    void enter(String state, JsonNode input) {
        pending = new Entry(state, input);
        run.schedule(Duration.ZERO, () -> {
            if (!over) {
                pending = null;
                visit = new Visit(this, state, graph.state(state), input);
                visit.begin();
            }
        });
    }

    /** Goes on where it failed or was stopped; what it had done already stays done. */
    void redrive(long cause) {
        over = false;
        previous = cause;
        if (pending != null) {
            enter(pending.state(), pending.input());
        } else {
            visit.redrive();
        }
    }

    void succeed(JsonNode output) {
        over = true;
        ending.succeeded(output);
    }

    void fail(Failure failure) {
        over = true;
        ending.failed(failure.told());
    }

    /** Stops where it is, silently. */
    void cancel() {
        over = true;
        if (visit != null) {
            visit.cancel();
        }
    }

    /** Stops because a sibling failed, and lets the history tell. */
    void abort(long cause) {
        if (!over && visit != null) {
            visit.recordAborted(cause);
        }
        cancel();
    }

    /** Adds an event that the next one follows from. */
    long record(HistoryEventType type, ObjectNode details) {
        previous = run.record(type, previous, details);
        return previous;
    }

    long previous() {
        return previous;
    }

    void continueFrom(long event) {
        previous = event;
    }

    boolean over() {
        return over;
    }

    ExecutionRun run() {
        return run;
    }

    Variables variables() {
        return variables;
    }

    JsonNode mapItem() {
        return mapItem;
    }
}
