package io.gatelink.local.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.Observer;
import io.gatelink.local.PreparedStack;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Response;
import io.gatelink.local.sns.Topics;
import io.gatelink.local.template.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** Makes a call of a service in a local AWS of its own, and tells all that can be seen of it. */
final class Trial {

    static final Path HOME = Path.of(System.getProperty("gatelink.home", "../.."))
            .toAbsolutePath()
            .normalize();
    private static final PreparedStack IMAGE;
    private static final PreparedStack EMPTY = PreparedStack.empty();

    /** The services whose tables speak of what Gatelink's stack has. */
    private static final Set<String> OF_THE_STACK = Set.of("dynamodb", "events", "lambda", "logs", "sns");

    static {
        try {
            IMAGE = PreparedStack.of(HOME, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final PreparedStack image;
    private final FieldTable table;
    private final ServiceClient client;
    private final Map<JsonNode, Map<String, Outcome>> known = new HashMap<>();
    private final Function<LocalAws, Map<String, String>> prepare;
    private SdkHttpClient transport;

    /**
     * @param client  of the service, by its transport
     * @param prepare what the table's calls cannot make; gives names
     */
    Trial(
            String service,
            FieldTable table,
            Function<SdkHttpClient, ServiceClient> client,
            Function<LocalAws, Map<String, String>> prepare) {
        this.image = OF_THE_STACK.contains(service) ? IMAGE : EMPTY;
        this.table = table;
        this.prepare = prepare;
        this.client = client.apply(new CurrentTransport());
    }

    /**
     * What came of a call.
     *
     * @param error  {@code <code>: <message>}, or {@code null} if it succeeded
     * @param answer of the call itself
     * @param later  what the calls that look at the service say afterwards, if it succeeded
     */
    record Outcome(String error, JsonNode answer, String later) {}

    /** What calling an operation with this request brings about. */
    Outcome of(String operation, JsonNode request) {
        return known.computeIfAbsent(request, key -> new HashMap<>())
                .computeIfAbsent(operation, key -> tried(operation, request));
    }

    private Outcome tried(String operation, JsonNode request) {
        var seen = new Seen();
        try (LocalAws aws = LocalAws.start(
                Configuration.simulation(HOME, 1),
                image,
                (target, sent) -> Response.text(200, "text/plain", sent.method() + " " + sent.path() + sent.headers()),
                seen)) {
            transport = aws.transport();
            var names = new HashMap<>(prepare.apply(aws));
            for (FieldTable.Call call : table.given()) {
                Outcome outcome = called(call.operation(), filled(call.request(), names));
                if (call.settled()) {
                    aws.loop().runUntilIdle();
                }
                if (outcome.error() != null) {
                    throw new AssertionError(call + ": " + outcome.error());
                }
                call.names()
                        .forEach((name, path) -> names.put(
                                name,
                                Paths.values(outcome.answer(), path).get(0).asText()));
            }
            // Beside the loop, as what the call waits for runs on it.
            var outcome = new AtomicReference<Outcome>();
            aws.loop().execute(() -> outcome.set(called(operation, filled(request, names))));
            aws.loop().runUntilIdle();
            if (outcome.get().error() != null) {
                // What is refused changes nothing.
                return new Outcome(outcome.get().error(), outcome.get().answer(), "");
            }
            names.putAll(named(table.operations().get(operation).call(), outcome.get()));
            var later = new StringBuilder().append(seen.what).append('\n');
            table.then().forEach(look -> later.append(called(look.operation(), filled(look.request(), names)))
                    .append('\n'));
            return new Outcome(null, outcome.get().answer(), later.toString());
        }
    }

    private static Map<String, String> named(FieldTable.Call call, Outcome outcome) {
        var names = new HashMap<String, String>();
        call.names().forEach((name, path) -> Paths.values(outcome.answer(), path).stream()
                .findFirst()
                .ifPresent(value -> names.put(name, value.asText())));
        return names;
    }

    private static JsonNode filled(JsonNode request, Map<String, String> names) {
        String text = Json.write(request);
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private Outcome called(String operation, JsonNode request) {
        return client.call(operation, request);
    }

    /** The paths of all fields of an operation's request. */
    Set<String> leaves(String operation) {
        return client.leaves(operation);
    }

    /** What a field of a request is called where it is sent. */
    String sentAs(String operation, String path) {
        return client.sentAs(operation, path);
    }

    /** The events and messages that no call can ask for. */
    private static final class Seen implements Observer {

        private final List<String> what = new ArrayList<>();

        @Override
        public void received(ObjectNode event, List<Stack.Rule> matched) {
            // CloudTrail repeats each request, understood or not.
            if (!event.path("detail-type").asText().equals("AWS API Call via CloudTrail")) {
                what.add(Json.write(event));
            }
        }

        @Override
        public void published(Stack.Topic topic, Topics.Message message) {
            what.add(topic.arn() + message);
        }
    }

    /** Reaches the local AWS of the trial that runs. */
    private final class CurrentTransport implements SdkHttpClient {

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return transport.prepareRequest(request);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
