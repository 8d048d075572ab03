package io.gatelink.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.document.Problems;
import io.gatelink.local.document.Properties;
import java.util.List;
import java.util.Set;

/**
 * What SAM's functions have in common.
 *
 * @see <a href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html">
 *     Globals section</a>
 */
final class Globals {

    private Globals() {}

    /** The properties that all functions have. */
    static ObjectNode ofFunctions(ObjectNode section, Problems problems) {
        var globals = Properties.of(section, "Globals", Set.of("Function"), problems);
        for (String forbidden : List.of("Role", "Policies", "Events")) {
            if (globals.at("Function").has(forbidden)) {
                problems.add("Globals.Function." + forbidden, "SAM does not take it from Globals");
            }
        }
        return globals.at("Function") instanceof ObjectNode function ? function : Json.object();
    }

    /** As SAM does it: mappings are merged, lists joined, everything else is overridden. */
    static JsonNode merge(JsonNode global, JsonNode own) {
        if (own.isMissingNode()) {
            return global;
        }
        if (global.isArray() && own.isArray()) {
            var joined = Json.array();
            global.forEach(joined::add);
            own.forEach(joined::add);
            return joined;
        }
        if (!(global instanceof ObjectNode)
                || !(own instanceof ObjectNode)
                || isIntrinsic(global)
                || isIntrinsic(own)) {
            return own;
        }
        ObjectNode merged = Json.object();
        global.properties()
                .forEach(entry -> merged.set(entry.getKey(), merge(entry.getValue(), own.path(entry.getKey()))));
        own.properties().forEach(entry -> {
            if (!global.has(entry.getKey())) {
                merged.set(entry.getKey(), entry.getValue());
            }
        });
        return merged;
    }

    private static boolean isIntrinsic(JsonNode node) {
        return node.size() == 1 && node.fieldNames().next().matches("Ref|Fn::.*");
    }
}
