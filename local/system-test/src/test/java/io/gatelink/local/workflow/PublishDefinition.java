package io.gatelink.local.workflow;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.RepositoryTemplate;
import java.util.Map;

/** The publish workflow's definition, and its expressions one by one. */
record PublishDefinition(JsonNode json) {

    static PublishDefinition with(Map<String, String> parameters) {
        return new PublishDefinition(Json.parse(
                RepositoryTemplate.read(parameters).stateMachines().get(0).definition()));
    }

    JsonNode state(String name) {
        return json.path("States").path(name);
    }

    /**
     * What an expression in a field gives; a missing node for nothing.
     *
     * @param states    {@code $states}, as JSON
     * @param variables as JSON, an object
     */
    static JsonNode evaluate(JsonNode field, String states, String variables) {
        Jsonata expression =
                Jsonata.jsonata(field.asText().replaceFirst("^\\{%", "").replaceFirst("%}$", ""));
        expression.registerFunction("parse", (String text) -> plain(Json.parse(text)));
        var frame = expression.createFrame();
        frame.bind("states", plain(Json.parse(states)));
        Json.parse(variables)
                .properties()
                .forEach(variable -> frame.bind(variable.getKey(), plain(variable.getValue())));
        Object result = expression.evaluate(null, frame);
        return result == null ? Json.object().path("nothing") : Json.of(result);
    }

    private static Object plain(JsonNode node) {
        return new ObjectMapper().convertValue(node, Object.class);
    }
}
