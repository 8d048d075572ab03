package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Observer;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.lambda.Invocation;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.template.Stack;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Tells what the local AWS does while it is up: a line for each state of each execution, and how executions end. */
final class Activity implements Observer {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final PrintWriter out;

    Activity(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void recorded(Execution execution, HistoryEvent event) {
        String type = event.type().wireName();
        if (type.endsWith("StateEntered")) {
            line(event.timestamp(), execution.name(), event.detail("name").orElse(""));
        } else if (execution.closed()) {
            line(event.timestamp(), execution.name(), execution.status()
                    + execution.cause().or(execution::error).map(cause -> ": " + cause).orElse(""));
        }
    }

    @Override
    public void retryScheduled(Execution execution, ScheduledRetry retry) {
        if (retry.attempt() == 1) {
            Instant now = execution.events().get(execution.events().size() - 1).timestamp();
            line(now, execution.name(), retry.state() + " waits: " + Publication.reason(retry.error(), retry.cause()));
        }
    }

    @Override
    public void retrying(String functionName, byte[] event, Invocation failure, Duration next) {
        out.println("          " + functionName + " failed and is tried again in " + next.toSeconds() + " s: "
                + Text.oneLine(Json.parse(failure.payload()).path("errorMessage").asText()));
    }

    @Override
    public void dropped(String functionName, byte[] event, Invocation failure) {
        out.println("          " + functionName + " failed and is not tried again: "
                + Text.oneLine(Json.parse(failure.payload()).path("errorMessage").asText()));
    }

    @Override
    public void published(Stack.Topic topic, Topics.Message message) {
        out.println(TIME.format(message.published()) + "  " + topic.name() + "  "
                + message.subject().map(subject -> Text.oneLine(subject) + ": ").orElse("") + Text.oneLine(message.text()));
    }

    @Override
    public void undelivered(
            Stack.Topic topic, Topics.Message message, Stack.Subscription subscription, AwsException reason) {
        line(message.published(), topic.name(), subscription.endpoint() + " could not be told: " + reason.getMessage());
    }

    @Override
    public void deadLettered(ObjectNode event, Stack.Rule rule, Stack.Target target, DeadLetters.Letter letter) {
        out.println("          " + rule.name() + " could not deliver an event, which is in its dead-letter queue: "
                + Text.oneLine(letter.attributes().get("ERROR_MESSAGE")));
    }

    @Override
    public void dropped(ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message) {
        out.println("          " + rule.name() + " could not deliver an event, which is lost: " + code + ", "
                + Text.oneLine(message));
    }

    private void line(Instant at, String execution, String what) {
        out.println(TIME.format(at) + "  " + execution + "  " + Text.oneLine(what));
    }
}
