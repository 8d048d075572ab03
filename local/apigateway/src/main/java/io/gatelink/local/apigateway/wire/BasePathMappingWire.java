package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.BasePathMapping;
import io.gatelink.local.apigateway.BasePathMappings;
import io.gatelink.local.core.Json;
import java.util.List;

/** Base path mappings on the wire. */
final class BasePathMappingWire {

    private static final String ALL = "/domainnames/{domain_name}/basepathmappings";
    private static final String ONE = ALL + "/{base_path}";

    private final BasePathMappings mappings;

    BasePathMappingWire(BasePathMappings mappings) {
        this.mappings = mappings;
    }

    List<Route> routes() {
        return List.of(
                new Route("POST", ALL, "CreateBasePathMapping", 201, call -> {
                    Body body = call.body();
                    return render(mappings.createBasePathMapping(
                            domain(call),
                            id(call),
                            body.string("basePath"),
                            body.string("restApiId"),
                            body.string("stage")));
                }),
                new Route(
                        "GET",
                        ALL,
                        "GetBasePathMappings",
                        200,
                        call -> Render.page(
                                mappings.getBasePathMappings(domain(call), id(call), call.position(), call.limit()),
                                BasePathMappingWire::render)),
                new Route(
                        "GET",
                        ONE,
                        "GetBasePathMapping",
                        200,
                        call -> render(mappings.getBasePathMapping(domain(call), id(call), call.path("base_path")))),
                new Route(
                        "PATCH",
                        ONE,
                        "UpdateBasePathMapping",
                        200,
                        call -> render(mappings.updateBasePathMapping(
                                domain(call), id(call), call.path("base_path"), call.patch()))),
                new Route("DELETE", ONE, "DeleteBasePathMapping", 202, call -> {
                    mappings.deleteBasePathMapping(domain(call), id(call), call.path("base_path"));
                    return null;
                }));
    }

    private static String domain(Call call) {
        return call.path("domain_name");
    }

    private static String id(Call call) {
        return call.query("domainNameId");
    }

    private static ObjectNode render(BasePathMapping mapping) {
        ObjectNode node = Json.object().put("basePath", mapping.basePath()).put("restApiId", mapping.restApiId());
        Render.put(node, "stage", mapping.stage());
        return node;
    }
}
