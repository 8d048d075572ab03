package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.time.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Step Functions under the virtual clock, with resources that do what a test wrote down. */
final class StatesFixture {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final String LAMBDA = "arn:aws:states:::lambda:invoke";
    static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work";

    final EventLoop loop = EventLoop.virtual(START);
    final Account account;
    final StatesService service;
    final List<String> retries = new ArrayList<>();
    final List<JsonNode> arguments = new ArrayList<>();
    final List<Duration> calledAt = new ArrayList<>();
    private final Map<String, List<JsonNode>> scripts = new LinkedHashMap<>();

    StatesFixture() {
        this(42);
    }

    StatesFixture(long seed) {
        account = new Account("123456789012", "us-east-1", loop, seed);
        service = new StatesService(account, this::resource, new ExecutionListener() {
            @Override
            public void retryScheduled(Execution execution, ScheduledRetry retry) {
                retries.add(
                        retry.state() + " #" + retry.attempt() + " in " + retry.delay() + " after " + retry.error());
            }
        });
        script(LAMBDA, "[]");
        script(FUNCTION, "[]");
        script("arn:aws:states:::events:putEvents", "[]");
    }

    /**
     * What a resource answers, call by call: {@code {"result": ...}} or {@code {"error": ..., "cause": ...}}, maybe
     * {@code "after"} some seconds, or {@code {"never": true}}. The last one is repeated.
     */
    void script(String resource, String answers) {
        scripts.put(resource, new ArrayList<>());
        Json.parse(answers).forEach(scripts.get(resource)::add);
    }

    private Optional<TaskResource> resource(String name) {
        return scripts.containsKey(name)
                ? Optional.of((given, callback) -> call(name, given, callback))
                : Optional.empty();
    }

    private void call(String resource, JsonNode given, TaskResource.Callback callback) {
        arguments.add(given);
        calledAt.add(elapsed());
        List<JsonNode> script = scripts.get(resource);
        JsonNode answer = script.isEmpty()
                ? Json.object().set("result", given)
                : script.size() == 1 ? script.get(0) : script.remove(0);
        if (answer.path("never").asBoolean()) {
            return;
        }
        loop.schedule(Duration.ofMillis(Math.round(answer.path("after").asDouble() * 1000)), () -> {
            if (answer.has("error")) {
                callback.failed(
                        answer.get("error").asText(), answer.path("cause").asText(null));
            } else {
                callback.succeeded(answer.get("result"));
            }
        });
    }

    Duration elapsed() {
        return Duration.between(START, loop.instant());
    }

    StateMachine create(String definition) {
        return service.createStateMachine(
                account.arn("states", "stateMachine:machine"), "machine", definition, "STANDARD");
    }

    Execution start(String definition, String input) {
        return service.startExecution(create(definition).arn(), "run", input);
    }

    /** Starts an execution and lets all happen that will. */
    Execution run(String definition, String input) {
        Execution execution = start(definition, input);
        loop.runUntilIdle();
        return execution;
    }

    /** A history as lines such as {@code 2 0 PassStateEntered A}: id, previous id, type, state. */
    static List<String> lines(Execution execution) {
        return execution.events().stream().map(StatesFixture::line).collect(Collectors.toList());
    }

    private static String line(HistoryEvent event) {
        String index =
                event.details().map(details -> details.path("index").asText("")).orElse("");
        return (event.id() + " " + event.previousEventId() + " " + event.type() + " "
                        + event.detail("name").orElse("") + " " + index)
                .strip();
    }

    static String historyJson(Execution execution) {
        var array = Json.array();
        execution.events().forEach(event -> array.add(event.toJson(true)));
        return Json.write(array);
    }
}
