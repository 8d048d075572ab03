package io.gatelink.local.waf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;

/** Web ACLs as answers show them. */
final class WafAnswers {

    private WafAnswers() {}

    static ObjectNode summary(WebAcl webAcl) {
        return Json.object()
                .put("Name", webAcl.name())
                .put("Id", webAcl.id())
                .put("Description", description(webAcl))
                .put("LockToken", webAcl.lockToken())
                .put("ARN", webAcl.arn());
    }

    static ObjectNode shown(WebAcl webAcl, String accountId) {
        ObjectNode node = Json.object()
                .put("Name", webAcl.name())
                .put("Id", webAcl.id())
                .put("ARN", webAcl.arn())
                .put("Description", description(webAcl));
        webAcl.content().shown().properties().forEach(member -> node.set(member.getKey(), member.getValue()));
        return node.put("Capacity", webAcl.content().capacity())
                .put("ManagedByFirewallManager", false)
                .put("LabelNamespace", "awswaf:" + accountId + ":webacl:" + webAcl.name() + ":")
                .put("RetrofittedByFirewallManager", false);
    }

    private static String description(WebAcl webAcl) {
        return webAcl.description() == null ? "" : webAcl.description();
    }
}
