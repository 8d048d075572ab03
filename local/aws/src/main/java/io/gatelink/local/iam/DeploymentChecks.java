package io.gatelink.local.iam;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.template.ResourceProblem;
import io.gatelink.local.template.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What AWS looks at in policies when a stack is deployed, before anything runs. */
public final class DeploymentChecks {

    private final Supplier<Stack> stack;
    private final AccessControl accessControl;
    private final ResourceAccess resources;
    private final List<ResourceProblem> problems = new ArrayList<>();

    public DeploymentChecks(Supplier<Stack> stack, AccessControl accessControl, ResourceAccess resources) {
        this.stack = stack;
        this.accessControl = accessControl;
        this.resources = resources;
    }

    /** All that AWS would refuse in what is deployed now. */
    public List<ResourceProblem> problems() {
        problems.clear();
        stack.get().keys().stream()
                .filter(key -> !resources.staysManageable(key))
                .forEach(key -> add(
                        key.logicalId(),
                        "The new key policy will not allow you to update the key policy in the future."));
        for (Stack.LogGroup group : stack.get().logGroups()) {
            refusal(() -> resources.checkLogGroup(group))
                    .ifPresent(reason -> add(
                            group.logicalId(),
                            "The specified KMS key does not exist or is not allowed to be used with Arn '"
                                    + group.arn() + "': "
                                    + reason));
        }
        for (Stack.Table table : stack.get().tables()) {
            refusal(() -> resources.checkTable(table))
                    .ifPresent(reason -> add(table.logicalId(), "KMS validation error: " + reason));
        }
        for (Stack.StateMachine machine : stack.get().stateMachines()) {
            refusal(() -> accessControl.checkLogging(machine))
                    .ifPresent(reason -> add(
                            machine.logicalId(),
                            "The state machine IAM Role is not authorized to access the Log Destination: " + reason));
        }
        for (Stack.StateMachine machine : stack.get().stateMachines()) {
            refusal(() -> resources.checkEncryption(machine)).ifPresent(reason -> add(machine.logicalId(), reason));
            stack.get()
                    .role(machine.roleArn())
                    .filter(role -> !resources.mayAssume("states.amazonaws.com", role, machine.arn()))
                    .ifPresent(role -> add(
                            machine.logicalId(),
                            "Neither the global service principal states.amazonaws.com, nor the regional one is "
                                    + "authorized "
                                    + "to assume the provided role. (" + role.arn() + ")"));
        }
        for (Stack.Function function : stack.get().functions()) {
            stack.get()
                    .role(function.roleArn())
                    .filter(role -> !resources.mayAssume("lambda.amazonaws.com", role, function.arn()))
                    .ifPresent(role -> add(
                            function.logicalId(),
                            "The role defined for the function cannot be assumed by Lambda. (" + role.arn() + ")"));
        }
        stack.get().rules().forEach(this::checkRoles);
        stack.get().apiGatewayLogRole().ifPresent(this::checkLogRole);
        return List.copyOf(problems);
    }

    private void add(String resource, String message) {
        problems.add(new ResourceProblem(resource, message));
    }

    private void checkRoles(Stack.Rule rule) {
        for (Stack.Target target : rule.targets()) {
            if (target.roleArn().isEmpty()
                    && stack.get().stateMachine(target.arn()).isPresent()) {
                add("Rule " + rule.name(), "RoleArn is required for target " + target.arn() + ".");
            }
            target.roleArn().ifPresent(arn -> {
                if (stack.get().role(arn).isEmpty()
                        || !resources.mayAssume(
                                "events.amazonaws.com", stack.get().role(arn).get(), rule.arn())) {
                    String message =
                            "Provided role '" + arn + "' cannot be assumed by principal 'events.amazonaws.com'.";
                    problems.add(new ResourceProblem(
                            "Rule " + rule.name(),
                            message,
                            List.of("Rule " + rule.name() + ", target " + target.id() + ": " + message)));
                }
            });
        }
    }

    private void checkLogRole(String arn) {
        boolean trusted = stack.get()
                .role(arn)
                .filter(role -> resources.mayAssume("apigateway.amazonaws.com", role))
                .isPresent();
        if (!trusted
                || refusal(() -> accessControl.checkApiGatewayLogging(
                                stack.get().role(arn).orElseThrow()))
                        .isPresent()) {
            add(
                    "AWS::ApiGateway::Account",
                    "The role ARN does not have required permissions configured. Please "
                            + "grant "
                            + "trust permission for API Gateway and add the required role policy. (" + arn + ")");
        }
    }

    private static Optional<String> refusal(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (AwsException e) {
            return Optional.of(e.getMessage());
        }
    }
}
