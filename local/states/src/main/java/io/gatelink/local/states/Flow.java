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
    private String state;
    private JsonNode input;
    private boolean entered;
    private Visit visit;
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

    void start(JsonNode firstInput) {
        enter(graph.startAt(), firstInput);
    }

    void enter(String nextState, JsonNode nextInput) {
        state = nextState;
        input = nextInput;
        entered = false;
        whenItIsTime(() -> {
            visit = new Visit(this, state, graph.state(state), input);
            visit.begin();
        });
    }

    /** A flow that goes on, once it {@link #resume resumes}, where this one was stopped or failed. */
    Flow again(long cause, Ending newEnding) {
        var flow = new Flow(run, graph, variables, mapItem, cause, newEnding);
        flow.state = state;
        flow.input = input;
        flow.entered = entered;
        flow.visit = visit;
        return flow;
    }

    void resume() {
        if (!entered) {
            enter(state, input);
            return;
        }
        Visit stopped = visit;
        whenItIsTime(() -> {
            visit = new Visit(this, state, graph.state(state), input);
            visit.redrive(stopped);
        });
    }

    private void whenItIsTime(Runnable visiting) {
        run.schedule(Duration.ZERO, () -> {
            if (!over && !run.endedByDeletion()) {
                entered = true;
                visiting.run();
            }
        });
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

    /** Lets the history tell that the task whose failure ended this flow is given up. */
    void recordTaskAborted(long cause) {
        if (visit != null) {
            visit.recordTaskAborted(cause);
        }
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
