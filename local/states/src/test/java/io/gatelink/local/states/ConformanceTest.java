package io.gatelink.local.states;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the cases in {@code states/conformance}: a definition, its input and what its resources answer; expected are
 * the execution's end and, where given, its history line by line.
 */
class ConformanceTest {

    @TestFactory
    List<DynamicNode> theCasesEndAsTheyWould() throws IOException, URISyntaxException {
        var groups = new ArrayList<DynamicNode>();
        Path folder =
                Path.of(ConformanceTest.class.getResource("/states/conformance").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                var tests = new ArrayList<DynamicTest>();
                Json.parse(Files.readString(file))
                        .properties()
                        .forEach(entry ->
                                tests.add(DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue()))));
                groups.add(DynamicContainer.dynamicContainer(file.getFileName().toString(), tests));
            }
        }
        assertThat(groups).isNotEmpty();
        return groups;
    }

    private static void check(JsonNode test) {
        var fixture = new StatesFixture();
        test.path("resources")
                .properties()
                .forEach(script -> fixture.script(script.getKey(), Json.write(script.getValue())));
        Execution execution = fixture.run(
                Json.write(test.get("definition")),
                Json.write(test.path("input").isMissingNode() ? Json.object() : test.get("input")));

        JsonNode expected = test.get("expected");
        var actual = Json.object().put("status", execution.status().name());
        execution.output().ifPresent(output -> actual.set("output", output));
        execution.error().ifPresent(error -> actual.put("error", error));
        execution.cause().ifPresent(cause -> actual.put("cause", cause));
        if (expected.has("seconds")) {
            actual.set(
                    "seconds",
                    Json.of(Duration.between(
                                            execution.startDate(),
                                            execution.stopDate().orElseThrow())
                                    .toMillis()
                            / 1000.0));
        }
        if (expected.has("arguments")) {
            actual.set("arguments", Json.of(fixture.arguments));
        }
        if (expected.has("history")) {
            actual.set("history", Json.of(StatesFixture.lines(execution)));
        }
        if (expected.has("events")) {
            var events = actual.putObject("events");
            expected.get("events").fieldNames().forEachRemaining(id -> {
                var details = execution.events().get(Integer.parseInt(id) - 1).details();
                events.set(id, details.<JsonNode>map(node -> node).orElseGet(Json::object));
            });
        }
        assertThat(Json.parse(Json.write(actual)).toPrettyString())
                .isEqualTo(sorted(expected, actual).toPrettyString());
    }

    /** {@code expected}, with its fields in the order of {@code actual}, so that a difference is easy to see. */
    private static JsonNode sorted(JsonNode expected, JsonNode actual) {
        var sorted = Json.object();
        actual.fieldNames().forEachRemaining(name -> {
            if (expected.has(name)) {
                sorted.set(name, expected.get(name));
            }
        });
        expected.properties().forEach(field -> sorted.set(field.getKey(), field.getValue()));
        return sorted;
    }
}
