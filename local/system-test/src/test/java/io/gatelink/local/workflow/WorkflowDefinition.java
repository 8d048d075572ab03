package io.gatelink.local.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.template.RepositoryTemplate;
import java.util.List;
import java.util.Map;

/**
 * The definition of one of the workflows.
 *
 * @param name as the state machine's name ends
 */
record WorkflowDefinition(String name, JsonNode json) {

    /** Of all workflows that the template has, with these parameters. */
    static List<WorkflowDefinition> all(Map<String, String> parameters) {
        return RepositoryTemplate.read(parameters).stateMachines().stream()
                .map(machine -> new WorkflowDefinition(
                        machine.name().replaceFirst("^gatelink-", ""), Json.parse(machine.definition())))
                .toList();
    }

    static WorkflowDefinition with(String name, Map<String, String> parameters) {
        return all(parameters).stream()
                .filter(workflow -> workflow.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    JsonNode state(String state) {
        return json.path("States").path(state);
    }

    @Override
    public String toString() {
        return name;
    }
}
