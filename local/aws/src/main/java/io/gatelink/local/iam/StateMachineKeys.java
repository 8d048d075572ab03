package io.gatelink.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.CallGuard;
import io.gatelink.local.http.Request;
import io.gatelink.local.template.Stack;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Holds the template's functions to the keys of state machines: who reads what a customer managed key encrypts must be
 * allowed to decrypt with it, through Step Functions. To start, stop or redrive an execution takes nothing of the
 * caller. People may do everything.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html#using-api-with-encryption-required-permissions">
 *     Required permissions for API callers</a>
 */
public final class StateMachineKeys implements CallGuard {

    private static final Set<String> DECRYPTING = Set.of(
            "DescribeExecution", "DescribeStateMachine", "DescribeStateMachineForExecution", "GetExecutionHistory");
    private static final int NAME_IN_ARN = 6;

    private final Supplier<Stack> stack;
    private final ResourceAccess resources;
    private final Function<String, Optional<Stack.Function>> functionOf;

    /** @param functionOf the function that an access key belongs to */
    public StateMachineKeys(
            Supplier<Stack> stack, ResourceAccess resources, Function<String, Optional<Stack.Function>> functionOf) {
        this.stack = stack;
        this.resources = resources;
        this.functionOf = functionOf;
    }

    @Override
    public void check(ApiCall call, Request request) {
        if (!call.service().equals("states") || !DECRYPTING.contains(call.operation())) {
            return;
        }
        functionOf.apply(call.caller()).ifPresent(function -> {
            JsonNode body = body(request);
            boolean metadataOnly = body.path("includedData").asText().equals("METADATA_ONLY")
                    && !call.operation().equals("GetExecutionHistory");
            if (!metadataOnly) {
                stack.get().stateMachines().stream()
                        .filter(machine -> machine.name().equals(stateMachineName(body)))
                        .forEach(machine -> resources.checkDecrypt(machine, function));
            }
        });
    }

    /** From the ARN of the state machine, or of one of its executions. */
    private static String stateMachineName(JsonNode body) {
        String[] arn = body.path("stateMachineArn")
                .asText(body.path("executionArn").asText())
                .split(":");
        return arn.length > NAME_IN_ARN ? arn[NAME_IN_ARN] : "";
    }

    private static JsonNode body(Request request) {
        try {
            return Json.parse(request.body());
        } catch (Json.InvalidJsonException e) {
            // The service itself says so.
            return Json.object();
        }
    }
}
