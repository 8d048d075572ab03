package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.ApiGatewayErrors;
import io.gatelink.local.apigateway.VpcLinkV2;
import io.gatelink.local.apigateway.VpcLinksV2;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import java.util.List;

/** VPC links V2 and their tags on the wire. */
final class VpcLinkV2Wire {

    private static final String LINK = "/v2/vpclinks/{vpcLinkId}";
    private static final String TAGS = "/v2/tags/{resource-arn}";

    private final VpcLinksV2 vpcLinks;

    VpcLinkV2Wire(VpcLinksV2 vpcLinks) {
        this.vpcLinks = vpcLinks;
    }

    List<Route> routes() {
        return List.of(
                new Route("POST", "/v2/vpclinks", "CreateVpcLink", 201, call -> {
                    Body body = call.body();
                    return render(vpcLinks.createVpcLink(
                            body.string("name"),
                            body.strings("subnetIds"),
                            body.strings("securityGroupIds"),
                            body.stringMap("tags")));
                }),
                new Route(
                        "GET",
                        "/v2/vpclinks",
                        "GetVpcLinks",
                        200,
                        call -> render(vpcLinks.getVpcLinks(call.query("nextToken"), maxResults(call)))),
                new Route("GET", LINK, "GetVpcLink", 200, call -> render(vpcLinks.getVpcLink(call.path("vpcLinkId")))),
                new Route(
                        "PATCH",
                        LINK,
                        "UpdateVpcLink",
                        200,
                        call -> render(vpcLinks.updateVpcLink(
                                call.path("vpcLinkId"), call.body().text("name")))),
                new Route("DELETE", LINK, "DeleteVpcLink", 202, call -> {
                    vpcLinks.deleteVpcLink(call.path("vpcLinkId"));
                    return null;
                }),
                new Route("GET", TAGS, "GetTags", 200, call -> {
                    ObjectNode node = Json.object();
                    Render.object(node, "tags", vpcLinks.getTags(call.path("resource-arn")));
                    return node;
                }),
                new Route("POST", TAGS, "TagResource", 201, call -> {
                    vpcLinks.tagResource(call.path("resource-arn"), call.body().stringMap("tags"));
                    return Json.object();
                }),
                new Route("DELETE", TAGS, "UntagResource", 204, call -> {
                    vpcLinks.untagResource(call.path("resource-arn"), call.queries("tagKeys"));
                    return null;
                }));
    }

    private static Integer maxResults(Call call) {
        String maxResults = call.query("maxResults");
        try {
            return maxResults == null ? null : Integer.valueOf(maxResults);
        } catch (NumberFormatException e) {
            throw ApiGatewayErrors.badRequest("Invalid maxResults specified: " + maxResults);
        }
    }

    private static ObjectNode render(Page<VpcLinkV2> page) {
        ObjectNode node = Json.object();
        ArrayNode items = node.putArray("items");
        page.items().forEach(link -> items.add(render(link)));
        Render.put(node, "nextToken", page.nextToken().orElse(null));
        return node;
    }

    private static ObjectNode render(VpcLinkV2 link) {
        ObjectNode node = Json.object()
                .put("vpcLinkId", link.id())
                .put("name", link.name())
                .put("createdDate", link.createdDate().toString());
        Render.array(node, "subnetIds", link.subnetIds());
        Render.array(node, "securityGroupIds", link.securityGroupIds());
        Render.object(node, "tags", link.tags());
        node.put("vpcLinkStatus", link.status().name());
        Render.put(node, "vpcLinkStatusMessage", link.statusMessage());
        return node.put("vpcLinkVersion", "V2");
    }
}
