package io.gatelink.local;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.template.Stack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Holds the runs on which the functions prime for SnapStart to what the workflows really do, or records them anew: of
 * each handler the run with the most calls, and those that call what none before it does, in the life of a load
 * balancer that is published, looked at and withdrawn, of one whose smoke test fails, and of one that goes through its
 * VPC's link.
 */
class RecordedRunsTest {

    private static final String ERROR_TYPE = "x-amzn-ErrorType";
    private static final String REGENERATE = "gatelink.regenerate";
    private static final Path FOLDER =
            Simulation.HOME.resolve("functions/src/main/resources/io/gatelink/functions/lambda/priming");
    private static final Map<String, String> PARAMETERS =
            Map.of("SmokeTestWaitMinutes", "1", "DomainName", Life.DOMAIN);

    /** A run of a handler: when it began, what it was given, and what its calls were answered with. */
    private static final class Run {

        private String time;
        private boolean done;
        private String event;
        private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
        private final Set<String> operations = ConcurrentHashMap.newKeySet();

        private String text() {
            return time + "\n" + event + "\n" + String.join("\n", answers) + "\n\n";
        }
    }

    /** By the handlers' simple names. */
    private final Map<String, List<Run>> runs = new TreeMap<>();

    @Test
    void theRecordedRunsAreWhatTheWorkflowsDo() throws IOException {
        PreparedStack image = PreparedStack.of(
                Simulation.HOME,
                PARAMETERS,
                handler -> LeanClients.install(
                        handler,
                        transport -> new Recorder(
                                runs.computeIfAbsent(name(handler.getClass().getName()), absent -> new ArrayList<>()),
                                transport)));
        try (var life = Life.from(image, Faults.NONE, configuration -> configuration.withLog(this::logged))) {
            life.createDomain();
            String orders = life.publish("orders");
            life.reconcile("look");
            life.optOut(orders);
            life.run();
            String broken = life.create("broken", "gatelink:publish", "true");
            life.backendAnswers(broken, 503);
            life.run("broken", broken);
            life.publish("shared", "gatelink:link", "v2");
            addEvents(life, image.stack());
        }
        Map<String, String> made = new TreeMap<>();
        runs.forEach((name, all) -> made.put(name + ".txt", chosen(all)));
        made.put("variables.json", Json.write(Json.of(variables(image.stack()))) + "\n");

        assertThat(made.values()).as("as many bytes as characters").allMatch(text -> text.matches("\\p{ASCII}*"));
        if (Boolean.getBoolean(REGENERATE)) {
            for (var file : made.entrySet()) {
                Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
            }
            return;
        }
        for (var file : made.entrySet()) {
            assertThat(shape(Files.readString(FOLDER.resolve(file.getKey()))))
                    .as(
                            "%s is out of date. Record it anew, then read what has changed:%n"
                                    + "  mvn -pl local/system-test -am test -Dtest=RecordedRunsTest "
                                    + "-Dsurefire.failIfNoSpecifiedTests=false -D%s=true%n",
                            file.getKey(), REGENERATE)
                    .isEqualTo(shape(file.getValue()));
        }
    }

    /** If the longest run ends with the wait for a link's deletion, the one that comes to the end belongs to it. */
    private static String chosen(List<Run> all) {
        List<Run> longestFirst = all.stream()
                .filter(run -> run.event != null)
                .sorted(comparing((Run run) -> run.answers.size()).reversed())
                .toList();
        Run longest = longestFirst.get(0);
        List<Run> chosen = new ArrayList<>(List.of(longest));
        if (!longest.done) {
            chosen.add(all.stream()
                    .skip(all.indexOf(longest))
                    .filter(run -> run.done)
                    .findFirst()
                    .orElseThrow());
        }
        Set<String> called = new HashSet<>();
        chosen.forEach(run -> called.addAll(run.operations));
        for (Run run : longestFirst) {
            if (run.done && called.addAll(run.operations)) {
                chosen.add(run);
            }
        }
        return chosen.stream().map(Run::text).collect(joining());
    }

    /** Which calls are answered how, and which fields an event has: their values make no difference to priming. */
    private static List<String> shape(String recording) {
        return recording
                .lines()
                .map(line -> line.replaceFirst("^(\\d{3} \\S+) .*", "$1")
                        .replaceFirst("^\\d{4}-\\S+$", "")
                        .replaceAll(":\"(\\\\.|[^\"\\\\])*\"", ":"))
                .toList();
    }

    private static Map<String, String> variables(Stack stack) {
        Map<String, String> variables = new TreeMap<>(Map.of("AWS_REGION", Configuration.REGION));
        stack.functions().forEach(function -> variables.putAll(function.environment()));
        return variables;
    }

    private static String name(String handler) {
        return handler.substring(handler.lastIndexOf('.') + 1);
    }

    private synchronized void logged(String line) {
        JsonNode fields = Json.parse(line);
        List<Run> all = runs.get(fields.path("task").asText());
        if (fields.path("message").asText().equals("Task started") || all.isEmpty()) {
            all.add(new Run());
        }
        Run run = all.get(all.size() - 1);
        run.time = run.time == null ? fields.path("timestamp").asText() : run.time;
        run.done |= List.of("Task done", "Execution started")
                .contains(fields.path("message").asText());
    }

    /** Inputs are in the executions' histories, in the order of the runs. */
    private void addEvents(Life life, Stack stack) {
        Map<String, Integer> done = new TreeMap<>();
        for (Execution execution : life.simulation.executions()) {
            execution.events().stream()
                    .filter(event -> event.type().wireName().equals("LambdaFunctionScheduled"))
                    .forEach(event -> {
                        String arn = event.detail("resource").orElseThrow();
                        String name = stack.functions().stream()
                                .filter(one -> arn.startsWith(one.arn()))
                                .map(one -> name(one.handler()))
                                .findFirst()
                                .orElseThrow();
                        int index = done.merge(name, 1, Integer::sum) - 1;
                        runs.get(name).get(index).event = event.detail("input")
                                .orElseThrow()
                                .replaceAll("https?://[^\"]*/_aws/execute-api/", "https://localhost:0/")
                                .replaceAll("https?://" + Life.DOMAIN + "[^\"/]*/", "https://localhost:0/");
                    });
        }
        // It logs no beginning. The event names one load balancer, so the first answer is the whole of the first run.
        Run start = runs.get("StartPublicationHandler").get(0);
        start.event = Json.write(Life.created("orders"));
        start.answers.subList(1, start.answers.size()).clear();
        // Not by the SDK: the answers to a signed request and to one without a signature, by either name of the stage.
        List<String> answers = List.of(
                "200 Content-Type:text/plain from the backend",
                "403 " + ERROR_TYPE
                        + ":MissingAuthenticationTokenException {\"message\":\"Missing "
                        + "Authentication Token\"}");
        runs.get("SmokeTestHandler").forEach(run -> {
            run.answers.addAll(answers);
            run.answers.addAll(answers);
        });
    }

    private record Recorder(List<Run> runs, SdkHttpClient transport) implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            ExecutableHttpRequest call = transport.prepareRequest(request);
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    HttpExecuteResponse answer = call.call();
                    byte[] body = answer.responseBody().orElseThrow().readAllBytes();
                    if (runs.isEmpty()) {
                        runs.add(new Run());
                    }
                    Run run = runs.get(runs.size() - 1);
                    run.operations.add(operation(request.httpRequest()));
                    run.answers.add(answer.httpResponse().statusCode() + " "
                            + answer.httpResponse()
                                    .firstMatchingHeader(ERROR_TYPE)
                                    .map(type -> ERROR_TYPE + ":" + type)
                                    .orElse("Content-Type:application/json")
                            + " "
                            + new String(body, StandardCharsets.UTF_8).replaceAll("\\R *", ""));
                    return HttpExecuteResponse.builder()
                            .response(answer.httpResponse())
                            .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                            .build();
                }

                @Override
                public void abort() {
                    call.abort();
                }
            };
        }

        /** Which operation a request asks for; the ids in its path make no difference. */
        private static String operation(SdkHttpRequest request) {
            return request.method() + " " + request.host()
                    + request.encodedPath().replaceAll("/[a-z0-9%A-Z]{10,}", "/*")
                    + request.firstMatchingHeader("X-Amz-Target").orElse("");
        }

        @Override
        public void close() {
            transport.close();
        }
    }
}
