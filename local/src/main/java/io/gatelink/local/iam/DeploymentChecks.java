package io.gatelink.local.iam;

import io.gatelink.local.AwsException;
import io.gatelink.local.template.InvalidTemplateException;
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

    /** @throws InvalidTemplateException with all that AWS would refuse */
    public void requireNoProblems() {
        stack.keys().stream().filter(key -> !resources.staysManageable(key)).forEach(key -> problems.add(key.logicalId()
                + ": The new key policy will not allow you to update the key policy in the future."));
        for (Stack.LogGroup group : stack.logGroups()) {
            refusal(() -> resources.checkLogGroup(group)).ifPresent(reason -> problems.add(group.logicalId()
                    + ": The specified KMS key does not exist or is not allowed to be used with Arn '" + group.arn() + "': "
                    + reason));
        }
        for (Stack.Table table : stack.tables()) {
            refusal(() -> resources.checkTable(table)).ifPresent(reason -> problems.add(table.logicalId()
                    + ": KMS validation error: " + reason));
        }
        for (Stack.StateMachine machine : stack.stateMachines()) {
            refusal(() -> accessControl.checkLogging(machine)).ifPresent(reason -> problems.add(machine.logicalId()
                    + ": The state machine IAM Role is not authorized to access the Log Destination: " + reason));
        }
        stack.rules().forEach(this::checkRoles);
        stack.apiGatewayLogRole().ifPresent(this::checkLogRole);
        if (!problems.isEmpty()) {
            throw new InvalidTemplateException(problems);
        }
    }

    private void checkRoles(Stack.Rule rule) {
        for (Stack.Target target : rule.targets()) {
            target.roleArn().ifPresent(arn -> {
                if (stack.role(arn).isEmpty() || !resources.mayAssume("events.amazonaws.com", stack.role(arn).get())) {
                    problems.add("Rule " + rule.name() + ", target " + target.id() + ": Provided role '" + arn
                            + "' cannot be assumed by principal 'events.amazonaws.com'.");
                }
            });
        }
    }

    private void checkLogRole(String arn) {
        boolean trusted = stack.role(arn).filter(role -> resources.mayAssume("apigateway.amazonaws.com", role)).isPresent();
        if (!trusted || refusal(() -> accessControl.checkApiGatewayLogging(stack.role(arn).orElseThrow())).isPresent()) {
            problems.add("AWS::ApiGateway::Account: The role ARN does not have required permissions configured. Please grant "
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
