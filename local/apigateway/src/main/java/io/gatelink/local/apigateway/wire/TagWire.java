package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.Tags;
import io.gatelink.local.core.Json;
import java.util.List;

/** Tags on the wire. */
final class TagWire {

    private static final String PATH = "/tags/{resource_arn}";

    private final Tags tags;

    TagWire(Tags tags) {
        this.tags = tags;
    }

    List<Route> routes() {
        return List.of(
                new Route("GET", PATH, "GetTags", 200, call -> {
                    ObjectNode node = Json.object();
                    Render.object(node, "tags", tags.getTags(call.path("resource_arn")));
                    return node;
                }),
                new Route("PUT", PATH, "TagResource", 204, call -> {
                    tags.tagResource(call.path("resource_arn"), call.body().stringMap("tags"));
                    return null;
                }),
                new Route("DELETE", PATH, "UntagResource", 204, call -> {
                    tags.untagResource(call.path("resource_arn"), call.queries("tagKeys"));
                    return null;
                }));
    }
}
