package io.gatelink.local.cli.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.states.Execution;

/** What people call an execution by. */
public final class ExecutionNames {

    private ExecutionNames() {}

    /** The workflow's name, without the stack's. */
    public static String workflow(Execution execution) {
        return execution.stateMachine().name().replaceFirst("^gatelink-", "");
    }

    /** The name of the load balancer that an execution is about, or the execution's if it is about none. */
    public static String subject(Execution execution) {
        return subject(execution.input(), execution.name());
    }

    /** Likewise, of an execution with this input and this name. */
    public static String subject(JsonNode input, String name) {
        for (String field : new String[] {"loadBalancerArn", "loadBalancerName", "to"}) {
            String value = input.path(field).asText();
            if (!value.isEmpty()) {
                return Text.oneLine(value.replaceFirst("^arn:.*:loadbalancer/[a-z]*/([^/]*)/.*$", "$1"));
            }
        }
        return name;
    }
}
