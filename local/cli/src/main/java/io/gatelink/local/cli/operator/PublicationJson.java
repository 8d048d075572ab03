package io.gatelink.local.cli.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publications for programs: the names of the table's attributes, and what the table does not hold. */
final class PublicationJson {

    private static final List<String> TEXTS = List.of(
            "outcome",
            "publishedAt",
            "checkedAt",
            "stage",
            "restApi",
            "vpcLink",
            "sharedVpcLink",
            "basePathMapping",
            "replaces",
            "replacedBy",
            "holder",
            "lastExecution",
            "error",
            "reason",
            "nextTryAt");

    private PublicationJson() {}

    static ObjectNode of(Aws aws, GatelinkStack stack, List<Publication> publications, Map<String, Waiting> waiting) {
        ObjectNode all = Json.object()
                .put("stack", stack.name())
                .put("region", aws.region().id());
        ArrayNode list = all.putArray("publications");
        for (Publication one : publications) {
            ObjectNode node = list.addObject()
                    .put("loadBalancerName", one.name())
                    .put("loadBalancerArn", one.arn())
                    .put("state", one.state())
                    .put("served", one.isServed());
            one.invokeUrl().ifPresent(url -> node.put("invokeUrl", url)
                    .put("authorization", one.authorization())
                    .put("callWith", aws.curl().of(url, one.authorization(), one.readKey())));
            TEXTS.forEach(name -> one.text(name).ifPresent(value -> node.put(name, value)));
            if (one.number("failures") > 0) {
                node.put("failures", one.number("failures"));
            }
            Optional<Waiting> wait = one.holder().map(waiting::get);
            wait.ifPresent(it -> node.putObject("waits")
                    .put("state", it.state())
                    .put("since", it.since().toString())
                    .put("reason", it.reason())
                    .put("ended", it.ended()));
        }
        return all;
    }
}
