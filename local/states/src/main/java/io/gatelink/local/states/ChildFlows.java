package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gatelink.local.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** The branches of a Parallel state or the iterations of a Map state, and the outputs of those that succeeded. */
final class ChildFlows {

    private final JsonNode[] outputs;
    private final List<Flow> started = new ArrayList<>();
    private int succeeded;

    ChildFlows(int size) {
        outputs = new JsonNode[size];
    }

    private ChildFlows(ChildFlows stopped) {
        outputs = stopped.outputs.clone();
        succeeded = stopped.succeeded;
    }

    /** Those of the redriven state: what succeeded stays as it is, the rest of what was started goes on. */
    ChildFlows redrive(long cause, IntFunction<Flow.Ending> ending) {
        var redriven = new ChildFlows(this);
        for (int i = 0; i < started.size(); i++) {
            Flow flow = started.get(i);
            redriven.started.add(outputs[i] == null ? flow.again(cause, ending.apply(i)) : flow);
        }
        return redriven;
    }

    void resume() {
        // A flow that ends at once may start another one.
        List.copyOf(started).stream().filter(flow -> !flow.over()).forEach(Flow::resume);
    }

    void add(Flow flow) {
        started.add(flow);
    }

    Flow get(int index) {
        return started.get(index);
    }

    int started() {
        return started.size();
    }

    int succeeded() {
        return succeeded;
    }

    int size() {
        return outputs.length;
    }

    void succeeded(int index, JsonNode output) {
        outputs[index] = output;
        succeeded++;
    }

    boolean allSucceeded() {
        return succeeded == outputs.length;
    }

    /** The array of all outputs, in their order. */
    ArrayNode result() {
        return Json.array().addAll(List.of(outputs));
    }

    void cancel() {
        started.forEach(Flow::cancel);
    }
}
