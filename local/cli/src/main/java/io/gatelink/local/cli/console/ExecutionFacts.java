package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cli.terminal.ExecutionNames;
import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * An execution as Step Functions describes it.
 *
 * @param workflow the state machine's name, without the stack's
 */
public record ExecutionFacts(
        String arn,
        String name,
        String workflow,
        ExecutionStatus status,
        Instant startedAt,
        Optional<Instant> stoppedAt,
        JsonNode input,
        Optional<JsonNode> output,
        Optional<String> error,
        Optional<String> cause) {

    static ExecutionFacts of(Execution execution) {
        return new ExecutionFacts(
                execution.arn(),
                execution.name(),
                ExecutionNames.workflow(execution),
                execution.status(),
                execution.startDate(),
                execution.stopDate(),
                execution.input(),
                execution.output(),
                execution.error(),
                execution.cause());
    }

    /** The load balancer that it is about, by its ARN; empty if its input names none. */
    public String loadBalancerArn() {
        return input.path("loadBalancerArn").asText();
    }

    /**
     * As the list shows it.
     *
     * @param number  the later it began, the higher
     * @param state   the state entered last; empty before the first
     * @param retries how many there were
     * @param wait    what that state waits for
     */
    public ObjectNode row(long number, String state, int retries, Optional<PendingRetry> wait) {
        ObjectNode row = Json.object()
                .put("number", number)
                .put("arn", arn)
                .put("workflow", workflow)
                .put("subject", ExecutionNames.subject(input, name))
                .put("status", status.name())
                .put("startedAt", startedAt.toString())
                .put("state", state)
                .put("retries", retries);
        if (!loadBalancerArn().isEmpty()) {
            row.put("loadBalancerArn", loadBalancerArn());
        }
        stoppedAt.ifPresent(at -> row.put("stoppedAt", at.toString()));
        output.filter(it -> it.hasNonNull("outcome"))
                .ifPresent(it -> row.put("outcome", it.path("outcome").asText()));
        cause.or(() -> error).ifPresent(text -> row.put("reason", Failure.reason(error.orElse(""), text)));
        wait.ifPresent(it -> row.set("waits", it.json()));
        return row;
    }
}
