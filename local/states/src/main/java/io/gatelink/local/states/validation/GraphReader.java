package io.gatelink.local.states.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.states.model.State;
import io.gatelink.local.states.model.StateGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Reads states that lead to each other, and checks that they do. */
final class GraphReader {

    private static final int MAX_NAME = 80;

    private final ValidationProblems problems;
    private final Predicate<String> supported;
    private final boolean jsonataThroughout;
    /** Every state's name in the whole machine, with its place. */
    private final Map<String, String> places = new LinkedHashMap<>();
    /** Left until every state is known. */
    private final List<Runnable> checks = new ArrayList<>();

    /** @param jsonataThroughout whether the machine as a whole says JSONata, so that its states need not */
    GraphReader(ValidationProblems problems, Predicate<String> supported, boolean jsonataThroughout) {
        this.problems = problems;
        this.supported = supported;
        this.jsonataThroughout = jsonataThroughout;
    }

    /** Whether a state is in the dialect that is supported; says so if not. */
    boolean isJsonata(Fields state) {
        String language = state.text("QueryLanguage").orElse(jsonataThroughout ? "JSONata" : "JSONPath");
        if (language.equals("JSONata")) {
            return true;
        }
        state.problem(
                "QueryLanguage",
                jsonataThroughout && language.equals("JSONPath")
                        ? "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
                        : "the local AWS runs the JSONata dialect only; set QueryLanguage to \"JSONata\", best at "
                                + "the top of "
                                + "the definition.");
        return false;
    }

    /** A branch or an item processor. */
    StateGraph readInner(JsonNode node, Fields state, String field, List<String> more) {
        var inner = new Fields(node, state.subject() + ", " + field, state.at(field), problems);
        var known = new ArrayList<>(List.of("StartAt", "States", "Comment"));
        known.addAll(more);
        inner.checkNames("it", known, Map.of(), List.of());
        return read(inner);
    }

    StateGraph read(Fields graph) {
        graph.required(List.of("States", "StartAt"));
        String startAt = graph.stateName("StartAt").orElse("");
        var states = new LinkedHashMap<String, State>();
        boolean complete = graph.has("StartAt") && !startAt.isEmpty();
        Set<String> names = new LinkedHashSet<>();
        if (graph.has("States")) {
            JsonNode object = graph.get("States");
            if (!object.isObject() || object.isEmpty()) {
                graph.problem(
                        "States",
                        "States is " + ValidationProblems.show(object)
                                + ", but must be an object with at least one state.");
            }
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                var fields = new Fields(
                        object.get(name),
                        "State '" + ValidationProblems.show(name) + "'",
                        graph.at("States/" + name),
                        problems);
                checkName(name, fields);
                var reader = new StateReader(fields, problems, this, supported);
                reader.read().ifPresent(state -> states.put(name, state));
                complete &= states.containsKey(name) && !reader.transitionUnknown();
            }
        }
        var read = new StateGraph(startAt, states);
        checks.add(() -> checkTargets(graph, read, names));
        if (complete && names.contains(startAt)) {
            checks.add(() -> checkReachable(graph, read));
        }
        return read;
    }

    /** Checks where the states lead, once all graphs are read. */
    void checkTransitions() {
        checks.forEach(Runnable::run);
    }

    private void checkName(String name, Fields state) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            problems.schema(
                    state.location(),
                    state.subject() + ": a state's name has 1 to " + MAX_NAME + " characters; this one has "
                            + name.length() + ".");
        }
        String other = places.putIfAbsent(name, state.location());
        if (other != null) {
            problems.add(
                    ValidationProblems.DUPLICATE,
                    state.location(),
                    state.subject() + ": there is another state of this name at " + other + "; rename one of them.");
        }
    }

    private void checkTargets(Fields graph, StateGraph read, Set<String> names) {
        if (names.isEmpty()) {
            return;
        }
        if (!read.startAt().isEmpty() && !names.contains(read.startAt())) {
            missing(graph.subject(), "StartAt", graph.at("StartAt"), read.startAt(), names);
        }
        read.states().forEach((name, state) -> state.targets().forEach(target -> {
            if (!target.state().isEmpty() && !names.contains(target.state())) {
                missing(
                        "State '" + ValidationProblems.show(name) + "'",
                        target.field(),
                        graph.at("States/" + name + "/" + target.field()),
                        target.state(),
                        names);
            }
        }));
    }

    private void missing(String subject, String field, String location, String target, Set<String> names) {
        String hint = ValidationProblems.nearest(target, names)
                .map(meant -> "did you mean '" + ValidationProblems.show(meant) + "'?")
                .orElseGet(() -> places.containsKey(target)
                        ? "that state is in another scope, at " + places.get(target) + "."
                        : "the states are " + ValidationProblems.list(names) + ".");
        problems.add(
                ValidationProblems.TRANSITION,
                location,
                subject + ": " + field + " names '" + ValidationProblems.show(target)
                        + "', but there is no such state here; " + hint);
    }

    private void checkReachable(Fields graph, StateGraph read) {
        Set<String> reached = new LinkedHashSet<>();
        var waiting = new ArrayDeque<String>(List.of(read.startAt()));
        while (!waiting.isEmpty()) {
            String name = waiting.remove();
            if (read.states().containsKey(name) && reached.add(name)) {
                read.states().get(name).targets().forEach(target -> waiting.add(target.state()));
            }
        }
        read.states().keySet().stream()
                .filter(name -> !reached.contains(name))
                .forEach(name -> problems.add(
                        ValidationProblems.TRANSITION,
                        graph.at("States/" + name),
                        "State '" + ValidationProblems.show(name)
                                + "' is not reachable: no other state leads to it; remove it, or name it in a Next."));
    }
}
