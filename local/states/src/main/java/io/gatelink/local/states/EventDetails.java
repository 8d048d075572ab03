package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Json;
import java.util.Map;

/** The details of history events, by AWS's field names. */
final class EventDetails {

    private EventDetails() {}

    static ObjectNode executionStarted(String input, String roleArn) {
        ObjectNode details = data("input", input);
        return details.put("roleArn", roleArn);
    }

    static ObjectNode executionRedriven(int redriveCount) {
        return Json.object().put("redriveCount", redriveCount);
    }

    static ObjectNode output(JsonNode output) {
        return data("output", Json.write(output));
    }

    static ObjectNode entered(String name, JsonNode input) {
        return data("input", Json.write(input)).put("name", name);
    }

    static ObjectNode exited(String name, JsonNode output, Map<String, JsonNode> assigned) {
        ObjectNode details = output(output).put("name", name);
        if (!assigned.isEmpty()) {
            ObjectNode variables = details.putObject("assignedVariables");
            assigned.forEach((variable, value) -> variables.put(variable, Json.write(value)));
            details.putObject("assignedVariablesDetails").put("truncated", false);
        }
        return details;
    }

    static ObjectNode evaluationFailed(Failure failure, String state) {
        ObjectNode details = failure.details().put("state", state);
        if (failure.location() != null) {
            details.put("location", failure.location());
        }
        return details;
    }

    static ObjectNode mapStarted(int length) {
        return Json.object().put("length", length);
    }

    static ObjectNode iteration(String name, int index) {
        return Json.object().put("name", name).put("index", index);
    }

    private static ObjectNode data(String field, String value) {
        ObjectNode details = Json.object().put(field, value);
        details.putObject(field + "Details").put("truncated", false);
        return details;
    }
}
