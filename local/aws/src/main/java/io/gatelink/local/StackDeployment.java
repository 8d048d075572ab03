package io.gatelink.local;

import io.gatelink.local.apigateway.ApiGateway;
import io.gatelink.local.apigateway.PatchOperation;
import io.gatelink.local.cloudformation.StackDeployer;
import io.gatelink.local.cloudwatch.Alarms;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.dynamodb.DynamoDb;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.events.EventBus;
import io.gatelink.local.iam.DeploymentChecks;
import io.gatelink.local.lambda.InvalidFunctionException;
import io.gatelink.local.lambda.LambdaService;
import io.gatelink.local.logs.Logs;
import io.gatelink.local.s3.Buckets;
import io.gatelink.local.states.StateMachineRequest;
import io.gatelink.local.states.StatesService;
import io.gatelink.local.template.DeployedStacks;
import io.gatelink.local.template.ResourceProblem;
import io.gatelink.local.template.Stack;
import io.gatelink.local.template.UndeployableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Deploys stacks: first everything is checked that a service could refuse, then all services are changed together.
 *
 * @param image knows definitions that were checked before
 */
record StackDeployment(
        DeployedStacks deployed,
        PreparedStack image,
        DeploymentChecks checks,
        LambdaService lambda,
        StatesService states,
        EventBus eventBus,
        DynamoDb dynamoDb,
        Alarms alarms,
        Buckets buckets,
        Logs logs,
        ApiGateway apiGateway)
        implements StackDeployer {

    @Override
    public void deploy(Stack stack) {
        change(() -> deployed.put(stack));
    }

    @Override
    public void delete(String stackName) {
        change(() -> deployed.remove(stackName));
    }

    @Override
    public boolean isBuildAtHand(Stack.S3Location code) {
        return lambda.isBuildAtHand(code);
    }

    private void change(Runnable change) {
        Stack before = deployed.get();
        Runnable undo = deployed.snapshot();
        DeadLetters queues = eventBus.deadLetters();
        change.run();
        Stack after = deployed.get();
        queues.create(queues(after));
        try {
            Runnable functions = functions(after);
            check(before, after);
            functions.run();
        } catch (UndeployableException e) {
            undo.run();
            queues.retain(queues(before));
            throw e;
        }
        apply(before, after);
        queues.retain(queues(after));
    }

    private static List<String> queues(Stack stack) {
        return stack.queues().stream().map(Stack.Queue::arn).toList();
    }

    private Runnable functions(Stack after) {
        try {
            return lambda.deploy(after.functions());
        } catch (InvalidFunctionException e) {
            var refused = new UndeployableException(
                    List.of(new ResourceProblem(e.logicalId(), e.getMessage(), List.of(e.getMessage()))));
            refused.initCause(e);
            throw refused;
        }
    }

    private void check(Stack before, Stack after) {
        List<ResourceProblem> problems = new ArrayList<>(checks.problems());
        for (Stack.StateMachine machine : after.stateMachines()) {
            if (before.stateMachines().contains(machine)
                    || image.definition(machine.definition()).isPresent()) {
                continue;
            }
            List<String> found = new ArrayList<>();
            List<String> sentences = new ArrayList<>();
            states.validateStateMachineDefinition(machine.definition()).forEach(problem -> {
                found.add(problem.toString());
                sentences.add("Resources." + machine.logicalId() + ", "
                        + (machine.source().isEmpty() ? "the definition" : machine.source())
                        + (problem.location().isEmpty() ? "" : " at " + problem.location()) + ": "
                        + problem.message());
            });
            if (!found.isEmpty()) {
                problems.add(new ResourceProblem(
                        machine.logicalId(),
                        "Invalid State Machine Definition: '" + String.join(", ", found) + "'",
                        sentences));
            }
        }
        for (Stack.Rule rule : after.rules()) {
            if (before.rules().contains(rule)) {
                continue;
            }
            try {
                eventBus.checkRule(rule);
            } catch (AwsException e) {
                problems.add(new ResourceProblem("Rule " + rule.name(), e.getMessage()));
            }
        }
        before.tables().stream()
                .filter(table -> table.deletionProtection()
                        && after.tables().stream().noneMatch(kept -> kept.name().equals(table.name())))
                .forEach(table -> problems.add(new ResourceProblem(
                        table.logicalId(),
                        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
                                + "protection first.")));
        checkBuckets(before, after, problems);
        if (!problems.isEmpty()) {
            throw new UndeployableException(problems);
        }
    }

    private void checkBuckets(Stack before, Stack after, List<ResourceProblem> problems) {
        removed(after.buckets(), before.buckets(), Stack.Bucket::name).forEach(bucket -> {
            try {
                buckets.checkCreation(bucket.name());
            } catch (AwsException e) {
                problems.add(new ResourceProblem(bucket.logicalId(), e.getMessage()));
            }
        });
        removed(before.buckets(), after.buckets(), Stack.Bucket::name).stream()
                .filter(bucket -> buckets.exists(bucket.name()) && !buckets.isEmpty(bucket.name()))
                .forEach(bucket -> problems.add(
                        new ResourceProblem(bucket.logicalId(), "The bucket you tried to delete is not empty")));
    }

    private void apply(Stack before, Stack after) {
        removed(before.rules(), after.rules(), Stack.Rule::name).forEach(rule -> eventBus.deleteRule(rule.name()));
        removed(before.stateMachines(), after.stateMachines(), Stack.StateMachine::arn)
                .forEach(machine -> states.deleteStateMachine(machine.arn()));
        removed(before.buckets(), after.buckets(), Stack.Bucket::name).stream()
                .filter(bucket -> buckets.exists(bucket.name()))
                .forEach(bucket -> buckets.delete(bucket.name()));
        removed(after.buckets(), before.buckets(), Stack.Bucket::name)
                .forEach(bucket -> buckets.create(bucket.name(), bucket.settings()));
        after.buckets().stream()
                .filter(bucket -> !before.buckets().contains(bucket) && buckets.exists(bucket.name()))
                .forEach(bucket -> buckets.update(bucket.name(), bucket.settings()));
        dynamoDb.deploy(after.tables());
        logs.deploy(before.logGroups(), after.logGroups());
        alarms.deploy();
        Map<String, Stack.StateMachine> machines =
                before.stateMachines().stream().collect(Collectors.toMap(Stack.StateMachine::arn, machine -> machine));
        after.stateMachines().stream()
                .filter(machine -> !machine.equals(machines.get(machine.arn())))
                .forEach(machine -> apply(machine, machines.containsKey(machine.arn())));
        after.apiGatewayLogRole()
                .filter(role -> before.apiGatewayLogRole().filter(role::equals).isEmpty())
                .ifPresent(role -> apiGateway
                        .account()
                        .updateAccount(List.of(new PatchOperation("replace", "/cloudwatchRoleArn", role, null))));
        after.rules().stream().filter(rule -> !before.rules().contains(rule)).forEach(eventBus::putRule);
    }

    /** What is in the first list alone, by its name. */
    private static <T> List<T> removed(List<T> before, List<T> after, Function<T, String> name) {
        List<String> kept = after.stream().map(name).toList();
        return before.stream().filter(each -> !kept.contains(name.apply(each))).toList();
    }

    private void apply(Stack.StateMachine machine, boolean exists) {
        var request = new StateMachineRequest(
                machine.arn(),
                machine.name(),
                machine.type(),
                machine.roleArn(),
                machine.definition(),
                machine.encryption());
        if (exists) {
            states.updateStateMachine(request);
            return;
        }
        image.definition(machine.definition())
                .ifPresentOrElse(
                        checked -> states.createStateMachine(request, checked),
                        () -> image.remember(
                                machine.definition(),
                                states.createStateMachine(request).definition()));
    }
}
