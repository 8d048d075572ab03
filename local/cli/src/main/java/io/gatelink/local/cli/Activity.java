package io.gatelink.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Observer;
import io.gatelink.local.cli.terminal.ExecutionNames;
import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.cli.terminal.Text;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Tells what the local AWS does while it is up: a line for each state of each execution, and how executions end. */
final class Activity implements Observer {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final PrintWriter out;
    private final Map<Execution, String> running = new ConcurrentHashMap<>();
    private String endpoint = "";
    private String lastMessage = "";

    Activity(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void recorded(Execution execution, HistoryEvent event) {
        String type = event.type().wireName();
        if (type.endsWith("StateEntered")) {
            String state = event.detail("name").orElse("");
            running.put(execution, state);
            if (!type.startsWith("Choice")) {
                line(event.timestamp(), execution, state);
            }
        } else if (execution.closed()) {
            running.remove(execution);
            line(event.timestamp(), execution, end(execution));
            execution.output().ifPresent(output -> published(event.timestamp(), execution, output));
        }
    }

    /** How it ended; the reason only if the message before does not say it. */
    private String end(Execution execution) {
        String reason = Text.oneLine(execution.cause().or(execution::error).orElse(""));
        if (reason.isEmpty()) {
            return execution.status().name();
        }
        return execution.status() + (lastMessage.contains(reason) ? ", for the reason above" : ": " + reason);
    }

    private void published(Instant at, Execution execution, JsonNode output) {
        output.path("warnings").forEach(warning -> line(at, execution, "Warning: " + warning.asText()));
        if (output.hasNonNull("invokeUrl")) {
            line(at, execution, "Published: " + output.path("invokeUrl").asText());
            String preparation = InvokeCommand.preparation(output, endpoint);
            line(
                    at,
                    execution,
                    "Call it: " + preparation + (preparation.isEmpty() ? "" : "; ") + InvokeCommand.of(output));
        } else if (output.hasNonNull("reason")) {
            line(
                    at,
                    execution,
                    output.path("outcome").asText() + ": "
                            + output.path("reason").asText());
        }
    }

    /** Where the local AWS listens, which the commands that it shows need. */
    void at(String newEndpoint) {
        endpoint = newEndpoint;
    }

    /** What is said when Ctrl-C ends the local AWS; for any thread. */
    String interrupted() {
        String work = running.entrySet().stream()
                .map(entry -> ExecutionNames.workflow(entry.getKey()) + " of " + ExecutionNames.subject(entry.getKey())
                        + " in the state '" + entry.getValue() + "'")
                .sorted()
                .collect(Collectors.joining(", "));
        return "gatelink: stopped. " + (work.isEmpty() ? "No workflow was running." : "Running were: " + work + ".")
                + " The embedded AWS has ended, with all that was in it: nothing is left.";
    }

    @Override
    public void retryScheduled(Execution execution, ScheduledRetry retry) {
        if (retry.attempt() == 1) {
            Instant now = execution.events().get(execution.events().size() - 1).timestamp();
            line(now, execution, retry.state() + " waits: " + Failure.reason(retry.error(), retry.cause()));
        }
    }

    @Override
    public void retrying(String functionName, byte[] event, Invocation failure, Duration next) {
        out.println("          " + functionName + " failed and is tried again in " + next.toSeconds() + " s: "
                + Text.oneLine(
                        Json.parse(failure.payload()).path("errorMessage").asText()));
    }

    @Override
    public void dropped(String functionName, byte[] event, Invocation failure) {
        out.println("          " + functionName + " failed and is not tried again: "
                + Text.oneLine(
                        Json.parse(failure.payload()).path("errorMessage").asText()));
    }

    @Override
    public void published(Stack.Topic topic, Topics.Message message) {
        lastMessage = Text.oneLine(message.text());
        out.println(TIME.format(message.published()) + "  " + topic.name() + "  "
                + message.subject().map(subject -> Text.oneLine(subject) + ": ").orElse("")
                + Text.oneLine(message.text()));
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

    @Override
    public void deployed(Instant at, String stackName, String status, List<String> failures) {
        line(at, String.format("%-9s  %-16s", "stack", stackName), status);
        failures.forEach(failure -> out.println("          " + Text.oneLine(failure)));
        out.flush();
    }

    private void line(Instant at, Execution execution, String what) {
        line(
                at,
                String.format("%-9s  %-16s", ExecutionNames.workflow(execution), ExecutionNames.subject(execution)),
                what);
    }

    private void line(Instant at, String who, String what) {
        out.println(TIME.format(at) + "  " + who + "  " + Text.oneLine(what));
    }
}
