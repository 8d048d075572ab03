package io.gatelink.local;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.events.EventTarget;
import io.gatelink.local.events.QueueEventTarget;
import io.gatelink.local.events.targets.LambdaEventTarget;
import io.gatelink.local.events.targets.StateMachineEventTarget;
import io.gatelink.local.events.targets.TopicEventTarget;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.iam.ResourceAccess;
import io.gatelink.local.iam.ServiceCaller;
import io.gatelink.local.lambda.AsyncInvocations;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.StatesService;
import io.gatelink.local.template.Stack;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the ARNs in rules stand for: functions, state machines, topics and queues of the template. */
record RuleTargets(
        Account account,
        Supplier<Stack> stack,
        ResourceAccess access,
        ServiceCalls calls,
        AsyncInvocations invocations,
        StatesService states,
        Topics topics,
        DeadLetters queues)
        implements Function<String, Optional<EventTarget>> {

    @Override
    public Optional<EventTarget> apply(String arn) {
        Optional<Stack.Function> function = stack.get().function(arn);
        if (function.isPresent()) {
            return Optional.of(new LambdaEventTarget(
                    arn,
                    invocations,
                    calls,
                    rule -> access.checkInvoke(ServiceCaller.events(rule.arn()), function.get(), arn)));
        }
        if (stack.get().stateMachines().stream()
                .anyMatch(machine -> machine.arn().equals(arn))) {
            return Optional.of(new StateMachineEventTarget(account, states, calls, arn, this::checkStart));
        }
        if (stack.get().topics().stream().anyMatch(topic -> topic.arn().equals(arn))) {
            return Optional.of(new TopicEventTarget(topics, calls, arn));
        }
        return queues.hasQueue(arn) ? Optional.of(new QueueEventTarget(queues, calls, arn)) : Optional.empty();
    }

    private void checkStart(Stack.Target target) {
        Stack.Role role = target.roleArn()
                .flatMap(stack.get()::role)
                .orElseThrow(() -> new AwsException(
                        "AccessDeniedException", 403, "The target " + target.id() + " has no role of the template"));
        access.checkStart(role, target.arn());
    }
}
