package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.Resource;
import io.gatelink.local.apigateway.Resources;
import io.gatelink.local.core.Json;
import java.util.List;
import java.util.TreeMap;

/** Resources on the wire. */
final class ResourceWire {

    private static final String ALL = "/restapis/{restapi_id}/resources";
    private static final String ONE = ALL + "/{resource_id}";

    private final Resources resources;

    ResourceWire(Resources resources) {
        this.resources = resources;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        ALL + "/{parent_id}",
                        "CreateResource",
                        201,
                        call -> render(
                                resources.createResource(
                                        call.path("restapi_id"),
                                        call.path("parent_id"),
                                        call.body().string("pathPart")),
                                false)),
                new Route(
                        "GET",
                        ALL,
                        "GetResources",
                        200,
                        call -> Render.page(
                                resources.getResources(call.path("restapi_id"), call.position(), call.limit()),
                                resource -> render(resource, call.embeds("methods")))),
                new Route(
                        "GET",
                        ONE,
                        "GetResource",
                        200,
                        call -> render(
                                resources.getResource(call.path("restapi_id"), call.path("resource_id")),
                                call.embeds("methods"))),
                new Route(
                        "PATCH",
                        ONE,
                        "UpdateResource",
                        200,
                        call -> render(
                                resources.updateResource(
                                        call.path("restapi_id"), call.path("resource_id"), call.patch()),
                                false)),
                new Route("DELETE", ONE, "DeleteResource", 202, call -> {
                    resources.deleteResource(call.path("restapi_id"), call.path("resource_id"));
                    return null;
                }));
    }

    /** @param embedMethods in full; otherwise only their names show */
    private static ObjectNode render(Resource resource, boolean embedMethods) {
        ObjectNode node = Json.object().put("id", resource.id());
        Render.put(node, "parentId", resource.parentId());
        Render.put(node, "pathPart", resource.pathPart());
        node.put("path", resource.path());
        if (!resource.methods().isEmpty()) {
            ObjectNode methods = node.putObject("resourceMethods");
            new TreeMap<>(resource.methods())
                    .forEach((httpMethod, method) ->
                            methods.set(httpMethod, embedMethods ? MethodWire.render(method) : Json.object()));
        }
        return node;
    }
}
