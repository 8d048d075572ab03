package io.gatelink.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.lambda.Invocation;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.template.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Several observers as one. */
record Observers(List<Observer> all) implements Observer {

    Observers {
        all = List.copyOf(all);
    }

    @Override
    public void recorded(Execution execution, HistoryEvent event) {
        all.forEach(one -> one.recorded(execution, event));
    }

    @Override
    public void retryScheduled(Execution execution, ScheduledRetry retry) {
        all.forEach(one -> one.retryScheduled(execution, retry));
    }

    @Override
    public void succeeded(String functionName, byte[] event, Invocation invocation) {
        all.forEach(one -> one.succeeded(functionName, event, invocation));
    }

    @Override
    public void retrying(String functionName, byte[] event, Invocation failure, Duration next) {
        all.forEach(one -> one.retrying(functionName, event, failure, next));
    }

    @Override
    public void givenUp(String functionName, byte[] event, Invocation failure, Optional<String> destinationArn) {
        all.forEach(one -> one.givenUp(functionName, event, failure, destinationArn));
    }

    @Override
    public void received(ObjectNode event, List<Stack.Rule> matched) {
        all.forEach(one -> one.received(event, matched));
    }

    @Override
    public void delivered(ObjectNode event, Stack.Rule rule, Stack.Target target) {
        all.forEach(one -> one.delivered(event, rule, target));
    }

    @Override
    public void retrying(
            ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message, Duration next) {
        all.forEach(one -> one.retrying(event, rule, target, code, message, next));
    }

    @Override
    public void deadLettered(ObjectNode event, Stack.Rule rule, Stack.Target target, DeadLetters.Letter letter) {
        all.forEach(one -> one.deadLettered(event, rule, target, letter));
    }

    @Override
    public void dropped(ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message) {
        all.forEach(one -> one.dropped(event, rule, target, code, message));
    }

    @Override
    public void published(Stack.Topic topic, Topics.Message message) {
        all.forEach(one -> one.published(topic, message));
    }

    @Override
    public void undelivered(
            Stack.Topic topic, Topics.Message message, Stack.Subscription subscription, AwsException reason) {
        all.forEach(one -> one.undelivered(topic, message, subscription, reason));
    }

    @Override
    public void deployed(Instant at, String stackName, String status, List<String> failures) {
        all.forEach(one -> one.deployed(at, stackName, status, failures));
    }
}
