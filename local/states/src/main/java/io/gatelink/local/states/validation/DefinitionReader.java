package io.gatelink.local.states.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.model.State;
import io.gatelink.local.states.model.StateGraph;
import io.gatelink.local.states.model.StateMachineDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a state machine's definition, and finds everything that is wrong with it at once.
 *
 * @see <a href="https://states-language.net/spec.html">Amazon States Language</a>
 */
public final class DefinitionReader {

    private static final int MAX_SECONDS = 99_999_999;
    private static final int MAX_LENGTH = 1_048_576;
    private static final List<String> FIELDS =
            List.of("Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version");

    private final ValidationProblems problems = new ValidationProblems();
    private final Predicate<String> supported;

    private DefinitionReader(Predicate<String> supported) {
        this.supported = supported;
    }

    /**
     * What came of reading a definition.
     *
     * @param definition empty if there are problems
     */
    public record Result(Optional<StateMachineDefinition> definition, List<Problem> problems) {

        public Result {
            problems = List.copyOf(problems);
        }
    }

    /** @param supported whether a Task state's Resource has something behind it */
    public static Result read(String text, Predicate<String> supported) {
        return new DefinitionReader(supported).read(text);
    }

    private Result read(String text) {
        StateMachineDefinition definition = null;
        if (text.length() > MAX_LENGTH) {
            problems.schema(
                    "",
                    "The definition has " + text.length() + " characters, but must have at most " + MAX_LENGTH + ".");
        } else {
            try {
                definition = text.isBlank() ? notAnObject() : read(Json.parse(text));
            } catch (Json.InvalidJsonException e) {
                problems.add(ValidationProblems.JSON, "", e.getMessage());
            }
        }
        return problems.found().isEmpty()
                ? new Result(Optional.ofNullable(definition), List.of())
                : new Result(Optional.empty(), problems.found());
    }

    private StateMachineDefinition notAnObject() {
        problems.schema("", "Definition must be a valid JSON object");
        return null;
    }

    private StateMachineDefinition read(JsonNode root) {
        if (!root.isObject()) {
            return notAnObject();
        }
        var machine = new Fields(root, "The state machine", "/", problems);
        machine.checkNames("a state machine", FIELDS, Map.of(), List.of());
        machine.text("Comment");
        machine.text("Version")
                .filter(version -> !version.equals("1.0"))
                .ifPresent(version -> machine.problem(
                        "Version", "Version is \"" + ValidationProblems.show(version) + "\", but must be \"1.0\"."));
        Optional<String> language = machine.text("QueryLanguage");
        boolean jsonata = language.isPresent() && language.get().equals("JSONata");
        if (!jsonata && !statesSayJsonata(root)) {
            machine.problem(
                    "QueryLanguage",
                    "QueryLanguage is "
                            + (language.isPresent()
                                    ? "\"" + ValidationProblems.show(language.get()) + "\""
                                    : "JSONPath by default")
                            + ", but the local AWS runs the JSONata dialect only; set it to \"JSONata\".");
            return null;
        }
        var graphs = new GraphReader(problems, supported, jsonata);
        StateGraph graph = graphs.read(machine);
        graphs.checkTransitions();
        checkScopes(graph, "", List.of());
        return new StateMachineDefinition(
                graph, machine.whole("TimeoutSeconds", 1, MAX_SECONDS).map(Duration::ofSeconds));
    }

    /** Whether at least one state chooses a query language, so that each must be looked at by itself. */
    private static boolean statesSayJsonata(JsonNode root) {
        for (JsonNode state : root.path("States")) {
            if (state.path("QueryLanguage").asText().equals("JSONata")) {
                return true;
            }
        }
        return false;
    }

    /**
     * An inner scope can read the variables of the scopes around it, but not set them; but for those that a Catch of
     * the state around it sets.
     *
     * @see <a href="https://github.com/localstack/localstack">localstack, recorded on AWS in November 2024:
     *     test_parallel_catch_error[PARALLEL_CATCH_ERROR_VARIABLE_SAMPLING]</a>
     */
    private void checkScopes(StateGraph graph, String location, List<String> outer) {
        graph.states().forEach((name, state) -> {
            String at = location + "/States/" + name;
            state.assigned().stream()
                    .distinct()
                    .filter(outer::contains)
                    .forEach(variable -> problems.schema(
                            at,
                            "State '" + ValidationProblems.show(name) + "': Assign sets '" + variable
                                    + "', but a scope around it sets a variable of that name too, and an inner scope "
                                    + "cannot "
                                    + "set an outer variable; rename it."));
            if (!state.inner().isEmpty()) {
                var all = new ArrayList<>(outer);
                graph.states()
                        .values()
                        .forEach(other -> all.addAll(
                                other == state && other instanceof State.Fallible around
                                        ? around.assign().keySet()
                                        : other.assigned()));
                state.inner().forEach((field, inner) -> checkScopes(inner, at + "/" + field, all));
            }
        });
    }
}
