package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.model.StateGraph;
import io.gatelink.local.states.model.StateMachineDefinition;

/** A workflow's states and what leads from one to the other, for a page to draw. */
public final class WorkflowGraph {

    private final ArrayNode states = Json.array();
    private final ArrayNode edges = Json.array();

    private WorkflowGraph() {}

    /**
     * As {@code states}, each with its {@code name} and {@code type}, and {@code edges}, each {@code from}, {@code to}
     * and of a {@code kind}: {@code next}, {@code choice}, {@code default}, {@code catch}, or {@code inner} from a Map
     * or Parallel state into the states in it.
     */
    public static ObjectNode of(StateMachineDefinition definition) {
        var graph = new WorkflowGraph();
        graph.add(definition.graph());
        ObjectNode json = Json.object().put("startAt", definition.graph().startAt());
        json.set("states", graph.states);
        json.set("edges", graph.edges);
        return json;
    }

    private void add(StateGraph graph) {
        graph.states().forEach((name, state) -> {
            states.addObject().put("name", name).put("type", state.type());
            state.targets().forEach(target -> edge(name, target.state(), kind(target.field())));
            state.inner().values().forEach(inner -> {
                add(inner);
                edge(name, inner.startAt(), "inner");
            });
        });
    }

    private void edge(String from, String to, String kind) {
        edges.addObject().put("from", from).put("to", to).put("kind", kind);
    }

    private static String kind(String field) {
        return field.startsWith("Catch")
                ? "catch"
                : field.startsWith("Choices") ? "choice" : field.equals("Default") ? "default" : "next";
    }
}
