package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;

/** Resources that lead to each other, for a page to draw: each to the next, until another is gone on from. */
public final class Chain {

    private final ArrayNode nodes = Json.array();
    private final ArrayNode edges = Json.array();
    private String last = "";

    /** The next resource is behind this one, instead of the one added last. */
    public void goOnFrom(String id) {
        last = id;
    }

    /**
     * Adds a resource behind the one before.
     *
     * @param state {@code OK}, or as AWS calls it
     * @param note  {@code null} for none
     */
    public void add(String id, String title, String text, String state, String note) {
        nodes.addObject()
                .put("id", id)
                .put("title", title)
                .put("text", text)
                .put("state", state)
                .put("note", note == null ? "" : note);
        if (!last.isEmpty()) {
            edges.addObject().put("from", last).put("to", id);
        }
        last = id;
    }

    /** As {@code nodes}, each with {@code id, title, text, state, note}, and {@code edges} between them. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("nodes", nodes);
        json.set("edges", edges);
        return json;
    }
}
