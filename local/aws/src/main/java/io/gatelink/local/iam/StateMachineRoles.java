package io.gatelink.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.CallGuard;
import io.gatelink.local.http.Request;
import io.gatelink.local.states.StateMachine;
import io.gatelink.local.states.TaskResource;
import io.gatelink.local.template.Stack;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The roles of state machines: those of the template, and those of state machines that were made or changed later. A
 * role that the template does not have may do everything, as people may.
 */
public final class StateMachineRoles implements CallGuard {

    private static final Set<String> WITH_ROLE = Set.of("CreateStateMachine", "UpdateStateMachine");
    private static final String PRINCIPAL = "states.amazonaws.com";

    private final Account account;
    private final Supplier<Stack> stack;
    private final ResourceAccess resources;

    public StateMachineRoles(Account account, Supplier<Stack> stack, ResourceAccess resources) {
        this.account = account;
        this.stack = stack;
        this.resources = resources;
    }

    /** Whose policies hold for a task; empty if none do. */
    public Optional<Stack.StateMachine> of(TaskResource.Caller caller) {
        return of(caller.stateMachineArn(), caller.roleArn());
    }

    /** The template's own, or what it would be with its present role; empty if the template does not have the role. */
    public Optional<Stack.StateMachine> of(StateMachine machine) {
        return of(machine.arn(), machine.roleArn());
    }

    private Optional<Stack.StateMachine> of(String arn, String roleArn) {
        Optional<Stack.StateMachine> own = stack.get().stateMachine(arn).filter(machine -> machine.roleArn()
                .equals(roleArn));
        if (own.isPresent()) {
            return own;
        }
        String name = arn.substring(arn.lastIndexOf(':') + 1);
        return stack.get()
                .role(roleArn)
                .map(Stack.Role::policy)
                .or(() -> stack.get().stateMachines().stream()
                        .filter(other -> other.roleArn().equals(roleArn))
                        .findFirst()
                        .map(Stack.StateMachine::policy))
                .map(policy -> new Stack.StateMachine(
                        name,
                        name,
                        arn,
                        "STANDARD",
                        "{}",
                        "",
                        roleArn,
                        policy,
                        Stack.Logging.OFF,
                        stack.get().stateMachine(arn).flatMap(Stack.StateMachine::encryption)));
    }

    /** @throws AwsException AccessDeniedException if the role does not let Step Functions take it on */
    @Override
    public void check(ApiCall call, Request request) {
        if (!call.service().equals("states") || !WITH_ROLE.contains(call.operation())) {
            return;
        }
        JsonNode body = body(request);
        String arn = body.path("stateMachineArn")
                .asText(account.arn(
                        "states", "stateMachine:" + body.path("name").asText()));
        stack.get()
                .role(body.path("roleArn").asText())
                .filter(role -> !resources.mayAssume(PRINCIPAL, role, arn))
                .ifPresent(role -> {
                    throw new AwsException(
                            "AccessDeniedException",
                            400,
                            "Neither the global service principal " + PRINCIPAL
                                    + ", nor the regional one is authorized to assume the provided role.");
                });
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
