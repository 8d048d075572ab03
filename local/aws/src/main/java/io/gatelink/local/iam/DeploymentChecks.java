package io.gatelink.local.iam;

import io.gatelink.local.core.AwsException;
import io.gatelink.local.document.InvalidDocumentException;
import io.gatelink.local.template.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What AWS looks at in policies when a stack is deployed, before anything runs. */
public final class DeploymentChecks {

    private final Stack stack;
    private final AccessControl accessControl;
    private final ResourceAccess resources;
    private final List<String> problems = new ArrayList<>();

    public DeploymentChecks(Stack stack, AccessControl accessControl, ResourceAccess resources) {
        this.stack = stack;
        this.accessControl = accessControl;
        this.resources = resources;
    }

    /** @throws InvalidDocumentException with all that AWS would refuse */
    public void requireNoProblems() {
        stack.keys().stream()
                .filter(key -> !resources.staysManageable(key))
                .forEach(key -> problems.add(key.logicalId()
                        + ": The new key policy will not allow you to update the key policy in the future."));
        for (Stack.LogGroup group : stack.logGroups()) {
            refusal(() -> resources.checkLogGroup(group))
                    .ifPresent(reason -> problems.add(group.logicalId()
                            + ": The specified KMS key does not exist or is not allowed to be used with Arn '"
                            + group.arn() + "': "
                            + reason));
        }
        for (Stack.Table table : stack.tables()) {
            refusal(() -> resources.checkTable(table))
                    .ifPresent(reason -> problems.add(table.logicalId() + ": KMS validation error: " + reason));
        }
        for (Stack.StateMachine machine : stack.stateMachines()) {
            refusal(() -> accessControl.checkLogging(machine))
                    .ifPresent(reason -> problems.add(machine.logicalId()
                            + ": The state machine IAM Role is not authorized to access the Log Destination: "
                            + reason));
        }
        for (Stack.StateMachine machine : stack.stateMachines()) {
            refusal(() -> resources.checkEncryption(machine))
                    .ifPresent(reason -> problems.add(machine.logicalId() + ": " + reason));
            stack.role(machine.roleArn())
                    .filter(role -> !resources.mayAssume("states.amazonaws.com", role, machine.arn()))
                    .ifPresent(role -> problems.add(machine.logicalId()
                            + ": Neither the global service principal states.amazonaws.com, nor the regional one is "
                            + "authorized "
                            + "to assume the provided role. (" + role.arn() + ")"));
        }
        for (Stack.Function function : stack.functions()) {
            stack.role(function.roleArn())
                    .filter(role -> !resources.mayAssume("lambda.amazonaws.com", role, function.arn()))
                    .ifPresent(role -> problems.add(function.logicalId()
                            + ": The role defined for the function cannot be assumed by Lambda. (" + role.arn() + ")"));
        }
        stack.rules().forEach(this::checkRoles);
        stack.apiGatewayLogRole().ifPresent(this::checkLogRole);
        if (!problems.isEmpty()) {
            throw new InvalidDocumentException(problems);
        }
    }

    private void checkRoles(Stack.Rule rule) {
        for (Stack.Target target : rule.targets()) {
            if (target.roleArn().isEmpty() && stack.stateMachine(target.arn()).isPresent()) {
                problems.add("Rule " + rule.name() + ": RoleArn is required for target " + target.arn() + ".");
            }
            target.roleArn().ifPresent(arn -> {
                if (stack.role(arn).isEmpty()
                        || !resources.mayAssume(
                                "events.amazonaws.com", stack.role(arn).get(), rule.arn())) {
                    problems.add("Rule " + rule.name() + ", target " + target.id() + ": Provided role '" + arn
                            + "' cannot be assumed by principal 'events.amazonaws.com'.");
                }
            });
        }
    }

    private void checkLogRole(String arn) {
        boolean trusted = stack.role(arn)
                .filter(role -> resources.mayAssume("apigateway.amazonaws.com", role))
                .isPresent();
        if (!trusted
                || refusal(() -> accessControl.checkApiGatewayLogging(
                                stack.role(arn).orElseThrow()))
                        .isPresent()) {
            problems.add("AWS::ApiGateway::Account: The role ARN does not have required permissions configured. Please "
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
