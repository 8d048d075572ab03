package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.apigateway.VpcLinks;
import io.gatelink.local.core.Json;
import java.util.List;

/** VPC links on the wire. */
final class VpcLinkWire {

    private final VpcLinks vpcLinks;

    VpcLinkWire(VpcLinks vpcLinks) {
        this.vpcLinks = vpcLinks;
    }

    List<Route> routes() {
        return List.of(
                new Route("POST", "/vpclinks", "CreateVpcLink", 202, call -> {
                    Body body = call.body();
                    return render(
                            vpcLinks.createVpcLink(
                                    body.string("name"),
                                    body.string("description"),
                                    body.strings("targetArns"),
                                    body.stringMap("tags")),
                            false);
                }),
                new Route(
                        "GET",
                        "/vpclinks",
                        "GetVpcLinks",
                        200,
                        call -> Render.page(
                                vpcLinks.getVpcLinks(call.position(), call.limit()), link -> render(link, false))),
                new Route(
                        "GET",
                        "/vpclinks/{vpclink_id}",
                        "GetVpcLink",
                        200,
                        call -> render(vpcLinks.getVpcLink(call.path("vpclink_id")), true)),
                new Route(
                        "PATCH",
                        "/vpclinks/{vpclink_id}",
                        "UpdateVpcLink",
                        200,
                        call -> render(vpcLinks.updateVpcLink(call.path("vpclink_id"), call.patch()), true)),
                new Route("DELETE", "/vpclinks/{vpclink_id}", "DeleteVpcLink", 202, call -> {
                    vpcLinks.deleteVpcLink(call.path("vpclink_id"));
                    return null;
                }));
    }

    /** @param noTags whether to say so if there are none; AWS does when one link is asked for */
    private static ObjectNode render(VpcLink link, boolean noTags) {
        ObjectNode node = Json.object().put("id", link.id()).put("name", link.name());
        Render.put(node, "description", link.description());
        Render.array(node, "targetArns", link.targetArns());
        node.put("status", link.status().name());
        Render.put(node, "statusMessage", link.statusMessage());
        if (noTags || !link.tags().isEmpty()) {
            Render.object(node, "tags", link.tags());
        }
        return node;
    }
}
