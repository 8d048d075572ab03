package io.gatelink.local;

import io.gatelink.local.iam.AccessControl;
import io.gatelink.local.policy.PolicyStatement;
import io.gatelink.local.policy.Principals;
import io.gatelink.local.policy.ResourceStatement;
import io.gatelink.local.template.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The policies of a template: of its functions, state machines, queues, topics and keys, by their logical ids. */
final class Policies {

    private Policies() {}

    /** The statements as the template has them; without what SAM adds to them. */
    static Map<String, List<PolicyStatement>> of(Stack stack) {
        var policies = new LinkedHashMap<String, List<PolicyStatement>>();
        stack.functions()
                .forEach(function -> policies.put(
                        function.logicalId(),
                        function.policy().stream()
                                .filter(statement -> !isOfSam(function, statement))
                                .toList()));
        stack.stateMachines().forEach(machine -> policies.put(machine.logicalId(), machine.policy()));
        stack.queues().forEach(queue -> policies.put(queue.logicalId(), statements(queue.policy())));
        stack.topics().forEach(topic -> policies.put(topic.logicalId(), statements(topic.policy())));
        stack.keys().forEach(key -> policies.put(key.logicalId(), statements(key.policy())));
        return policies;
    }

    /** Under which name the use of a policy is recorded. */
    static String owner(Stack stack, String logicalId, AccessControl accessControl) {
        Optional<String> name = stack.functions().stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .map(Stack.Function::name)
                .findFirst();
        name = name.or(() -> stack.stateMachines().stream()
                .filter(machine -> machine.logicalId().equals(logicalId))
                .map(Stack.StateMachine::name)
                .findFirst());
        if (name.isPresent()) {
            return accessControl.principal(name.get());
        }
        var arns = new LinkedHashMap<String, String>();
        stack.queues().forEach(queue -> arns.put(queue.logicalId(), queue.arn()));
        stack.topics().forEach(topic -> arns.put(topic.logicalId(), topic.arn()));
        stack.keys().forEach(key -> arns.put(key.logicalId(), key.arn()));
        return arns.get(logicalId);
    }

    /** Every statement that the owner of a recorded use has, SAM's included: what the numbers of grants count. */
    static List<PolicyStatement> counted(Stack stack, String logicalId) {
        return stack.functions().stream()
                .filter(function -> function.logicalId().equals(logicalId))
                .map(Stack.Function::policy)
                .findFirst()
                .orElseGet(() -> of(stack).get(logicalId));
    }

    static Stack without(Stack stack, String logicalId, PolicyStatement statement) {
        return changed(
                stack,
                logicalId,
                policy ->
                        policy.stream().filter(each -> !each.equals(statement)).toList(),
                policy -> policy.stream()
                        .filter(each -> !each.statement().equals(statement))
                        .toList());
    }

    static Stack with(Stack stack, String logicalId, PolicyStatement statement) {
        var resource = new ResourceStatement(new Principals(true, List.of(), List.of()), statement);
        return changed(stack, logicalId, policy -> added(policy, statement), policy -> added(policy, resource));
    }

    private static Stack changed(
            Stack stack,
            String logicalId,
            UnaryOperator<List<PolicyStatement>> own,
            UnaryOperator<List<ResourceStatement>> resource) {
        return new Stack(
                stack.name(),
                stack.parameters(),
                stack.functions().stream()
                        .map(f -> !f.logicalId().equals(logicalId)
                                ? f
                                : new Stack.Function(
                                        f.logicalId(),
                                        f.name(),
                                        f.arn(),
                                        f.alias(),
                                        f.version(),
                                        f.code(),
                                        f.handler(),
                                        f.environment(),
                                        f.timeout(),
                                        f.memoryMegabytes(),
                                        f.asynchronous(),
                                        f.roleArn(),
                                        own.apply(f.policy()),
                                        f.permissions(),
                                        f.logGroup()))
                        .toList(),
                stack.stateMachines().stream()
                        .map(m -> !m.logicalId().equals(logicalId)
                                ? m
                                : new Stack.StateMachine(
                                        m.logicalId(),
                                        m.name(),
                                        m.arn(),
                                        m.type(),
                                        m.definition(),
                                        m.source(),
                                        m.roleArn(),
                                        own.apply(m.policy()),
                                        m.logging(),
                                        m.encryption()))
                        .toList(),
                stack.rules(),
                stack.queues().stream()
                        .map(q -> !q.logicalId().equals(logicalId)
                                ? q
                                : new Stack.Queue(
                                        q.logicalId(), q.name(), q.arn(), q.key(), resource.apply(q.policy())))
                        .toList(),
                stack.topics().stream()
                        .map(t -> !t.logicalId().equals(logicalId)
                                ? t
                                : new Stack.Topic(
                                        t.logicalId(),
                                        t.name(),
                                        t.arn(),
                                        t.displayName(),
                                        t.key(),
                                        resource.apply(t.policy()),
                                        t.subscriptions()))
                        .toList(),
                stack.tables(),
                stack.keys().stream()
                        .map(k -> !k.logicalId().equals(logicalId)
                                ? k
                                : new Stack.Key(
                                        k.logicalId(),
                                        k.id(),
                                        k.arn(),
                                        k.enabled(),
                                        k.aliases(),
                                        resource.apply(k.policy())))
                        .toList(),
                stack.logGroups(),
                stack.alarms(),
                stack.roles(),
                stack.buckets(),
                stack.permissions(),
                stack.apiGatewayLogRole(),
                stack.outputs());
    }

    private static <T> List<T> added(List<T> list, T one) {
        var more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    private static boolean isOfSam(Stack.Function function, PolicyStatement statement) {
        return statement.equals(function.asynchronous()
                .onFailureArn()
                .map(arn -> new PolicyStatement("Allow", List.of("events:PutEvents"), List.of(arn), Map.of()))
                .orElse(null));
    }

    static List<PolicyStatement> statements(List<ResourceStatement> policy) {
        return policy.stream().map(ResourceStatement::statement).toList();
    }
}
