package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.List;
import java.util.Optional;

/**
 * The resources through which a load balancer is called, from the domain to the targets: each leads to the next, until
 * they part at the listeners.
 */
final class ResourceGraph {

    private static final String TITLE = "Load balancer";
    private static final String OK = "OK";
    private static final String GONE = "GONE";

    private final Resources resources;
    private final Item item;
    private final ArrayNode nodes = Json.array();
    private final ArrayNode edges = Json.array();
    private String last = "";

    private ResourceGraph(Resources resources, Item item) {
        this.resources = resources;
        this.item = item;
    }

    /**
     * As {@code nodes}, each with {@code id, title, text, state, note}, and {@code edges}, each {@code from} one
     * {@code to} another. A {@code state} is {@code OK}, {@code GONE}, or as AWS calls it.
     *
     * @param balancer empty if it is gone
     */
    static ObjectNode of(Resources resources, String arn, Optional<Resources.Balancer> balancer, Item item) {
        var picture = new ResourceGraph(resources, item);
        picture.api();
        picture.link();
        picture.balancer(arn, balancer);
        ObjectNode json = Json.object();
        json.set("nodes", picture.nodes);
        json.set("edges", picture.edges);
        return json;
    }

    private void api() {
        id(item.text("basePathMapping")).ifPresent(path -> add("domain", "Custom domain", path, OK, null));
        id(item.text("restApi")).ifPresent(api -> {
            Optional<String> name = resources.restApiName(api);
            add("api", "REST API", api, name.isPresent() ? OK : GONE, name.orElse(null));
            item.served("stage")
                    .ifPresent(stage -> resources.deployment(api, stage).ifPresent(deployment -> {
                        add("stage", "Stage", stage, OK, null);
                        add("deployment", "Deployment", deployment, OK, null);
                    }));
        });
    }

    private void link() {
        id(item.link()).ifPresent(id -> {
            String version = item.linkVersion();
            Resources.VpcLink link = resources.vpcLink(id, version).orElse(new Resources.VpcLink(GONE, null));
            add("link", "VPC link " + version, id, link.status(), link.message());
        });
    }

    private void balancer(String arn, Optional<Resources.Balancer> found) {
        found.ifPresentOrElse(
                it -> {
                    add("balancer", TITLE, it.name(), it.state(), it.type());
                    resources.listeners(arn).forEach(this::listener);
                },
                () -> add("balancer", TITLE, "deleted", GONE, null));
    }

    private void listener(Resources.Listener listener) {
        String id = "listener-" + listener.port();
        addBehind("balancer", id, "Listener", listener.protocol() + " " + listener.port(), OK, null);
        listener.targetGroups().forEach(group -> targets(id, group));
        listener.answers().forEach(one -> addBehind(id, "answer-" + id, one.title(), one.text(), OK, null));
    }

    private void targets(String listener, String groupArn) {
        List<Resources.Target> targets = resources.targets(groupArn);
        if (targets.isEmpty()) {
            addBehind(listener, "group-" + groupArn, "Target group", "no targets", "unused", "Register a target.");
        }
        for (Resources.Target target : targets) {
            String text = target.port() == null ? target.id() : target.id() + ":" + target.port();
            addBehind(
                    listener, "target-" + groupArn + "-" + text, "Target", text, target.state(), target.description());
        }
    }

    /** While something is being created, the time of that stands where its id will. */
    private static Optional<String> id(Optional<String> text) {
        return text.filter(it -> !it.startsWith("creating@"));
    }

    private void addBehind(String before, String id, String title, String text, String state, String note) {
        last = before;
        add(id, title, text, state, note);
    }

    /** @param note {@code null} for none */
    private void add(String id, String title, String text, String state, String note) {
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
}
