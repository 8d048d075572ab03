package io.gatelink.local;

import io.gatelink.local.core.Account;
import io.gatelink.local.events.EventBus;
import io.gatelink.local.events.PutEventsResource;
import io.gatelink.local.http.ServiceCalls;
import io.gatelink.local.iam.AccessControl;
import io.gatelink.local.iam.ResourceAccess;
import io.gatelink.local.iam.StateMachineRoles;
import io.gatelink.local.lambda.LambdaService;
import io.gatelink.local.lambda.LambdaTaskResource;
import io.gatelink.local.sns.PublishResource;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.StartExecutionResource;
import io.gatelink.local.states.StatesService;
import io.gatelink.local.states.TaskResource;
import io.gatelink.local.template.Stack;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What Task states' resources stand for: functions of the template, and Step Functions' optimized integrations. */
record TaskResources(
        Account account,
        Supplier<Stack> stack,
        AccessControl accessControl,
        StateMachineRoles roles,
        ResourceAccess resourceAccess,
        ServiceCalls calls,
        LambdaService lambda,
        StatesService states,
        EventBus eventBus,
        Topics topics)
        implements Function<String, Optional<TaskResource>> {

    @Override
    public Optional<TaskResource> apply(String resource) {
        String optimized = "arn:" + account.partition() + ":states:::";
        return resource.startsWith(optimized)
                ? integration(resource.substring(optimized.length()))
                : Optional.of(resource)
                        // A version of before, or one that is about to be deployed.
                        .filter(arn -> lambda.hasFunction(arn)
                                || stack.get().function(arn).isPresent())
                        .map(arn ->
                                accessControl.function(arn, LambdaTaskResource.function(account, lambda, calls, arn)));
    }

    private Optional<TaskResource> integration(String action) {
        return Optional.ofNullable(
                switch (action) {
                    case "lambda:invoke" ->
                        accessControl.lambdaInvoke(LambdaTaskResource.invoke(account, lambda, calls));
                    case "events:putEvents" -> accessControl.putEvents(new PutEventsResource(eventBus, calls));
                    case "sns:publish" ->
                        new PublishResource(topics, calls, (caller, topic) -> roles.of(caller)
                                .ifPresent(machine -> resourceAccess.checkPublish(machine, topic)));
                    case "states:startExecution" ->
                        accessControl.startExecution(new StartExecutionResource(states, calls));
                    default -> null;
                });
    }
}
