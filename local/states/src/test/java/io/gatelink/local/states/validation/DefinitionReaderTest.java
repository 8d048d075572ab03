package io.gatelink.local.states.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DefinitionReaderTest {

    @TestFactory
    List<DynamicTest> everyProblemIsToldAtOnce() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        try (var file = DefinitionReaderTest.class.getResourceAsStream("/states/invalid/problems.json")) {
            Json.parse(file.readAllBytes())
                    .properties()
                    .forEach(
                            entry -> tests.add(DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue()))));
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static void check(JsonNode test) {
        var expected = new ArrayList<String>();
        test.get("problems").forEach(problem -> expected.add(problem.textValue()));
        var read = read(test.has("text") ? test.get("text").textValue() : Json.write(test.get("definition")));
        assertThat(read.definition()).isEmpty();
        assertThat(read.problems().stream().map(Problem::toString)).containsExactlyElementsOf(expected);
    }

    @Test
    void aSoundDefinitionHasNoProblems() {
        var read = read("""
                {"QueryLanguage": "JSONata", "StartAt": "A", "Version": "1.0", "Comment": "c", "TimeoutSeconds": 5,
                 "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}""");
        assertThat(read.problems()).isEmpty();
        assertThat(read.definition()).hasValueSatisfying(definition -> {
            assertThat(definition.timeout()).hasValue(Duration.ofSeconds(5));
            assertThat(definition.graph().states()).containsOnlyKeys("A");
        });
    }

    @Test
    void aNameWithMoreThan80CharactersIsRefused() {
        String name = "x".repeat(81);
        assertThat(read("{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", "
                                + "\"Next\": \"" + name + "\"}, \"" + name + "\": {\"Type\": \"Succeed\"}}}")
                        .problems())
                .extracting(Problem::message)
                .containsExactly(
                        "State 'A': Next is \"" + "x".repeat(59) + "..., but must name a state in 1 to 80 characters.",
                        "State '" + "x".repeat(60) + "...': a state's name has 1 to 80 characters; this one has 81.");
    }

    @Test
    void aDefinitionOfMoreThanAMegabyteIsRefused() {
        assertThat(read(" ".repeat(1_048_577)).problems())
                .extracting(Problem::message)
                .containsExactly("The definition has 1048577 characters, but must have at most 1048576.");
    }

    private static DefinitionReader.Result read(String text) {
        return DefinitionReader.read(text, "arn:aws:states:::lambda:invoke"::equals);
    }
}
