package io.gatelink.local.states.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.gatelink.local.states.model.ChoiceRule;
import io.gatelink.local.states.model.PayloadTemplate;
import io.gatelink.local.states.model.State;
import io.gatelink.local.states.model.StateGraph;
import io.gatelink.local.states.model.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads one state. */
final class StateReader {

    private static final int MAX_SECONDS = 99_999_999;
    private static final PayloadTemplate NOTHING = new PayloadTemplate.Literal(NullNode.getInstance());

    private final Fields state;
    private final ValidationProblems problems;
    private final GraphReader graphs;
    private final Predicate<String> supported;
    private boolean transitionUnknown;

    /** @param supported whether a Task state's Resource has something behind it */
    StateReader(Fields state, ValidationProblems problems, GraphReader graphs, Predicate<String> supported) {
        this.state = state;
        this.problems = problems;
        this.graphs = graphs;
        this.supported = supported;
    }

    /** Whether it was left open where the state leads, so that it cannot be said what is unreachable. */
    boolean transitionUnknown() {
        return transitionUnknown;
    }

    /** Empty if the state has no type that exists. */
    Optional<State> read() {
        state.required(List.of("Type"));
        Optional<String> type = state.text("Type");
        if (type.isPresent() && !StateFields.types().contains(type.get())) {
            state.problem(
                    "Type",
                    "Type is \"" + ValidationProblems.show(type.get()) + "\", but must be one of "
                            + String.join(", ", StateFields.types()) + ".");
        }
        return type.filter(StateFields.types()::contains)
                .filter(this::isJsonata)
                .map(this::read);
    }

    private boolean isJsonata(String type) {
        return graphs.isJsonata(state);
    }

    private State read(String type) {
        StateFields.check(state, type);
        state.text("Comment");
        return switch (type) {
            case "Pass" -> new State.Pass(output(), state.assign(), transition());
            case "Task" -> task();
            case "Choice" -> choice();
            case "Wait" -> waiting();
            case "Succeed" -> new State.Succeed(output());
            case "Fail" -> new State.Fail(state.textOrQuery("Error"), state.textOrQuery("Cause"));
            case "Parallel" -> parallel();
            default -> map();
        };
    }

    private State task() {
        state.required(List.of("Resource"));
        Optional<String> resource = state.text("Resource");
        resource.filter(supported.negate())
                .ifPresent(name -> state.problem(
                        "Resource",
                        "Resource is \"" + ValidationProblems.show(name) + "\", which is not supported by the local AWS"
                                + remedy(name)));
        var timeout = state.wholeOrQuery("TimeoutSeconds", 1, MAX_SECONDS);
        var heartbeat = state.wholeOrQuery("HeartbeatSeconds", 1, MAX_SECONDS);
        if (literal(timeout) != null && literal(heartbeat) != null && literal(heartbeat) >= literal(timeout)) {
            state.problem(
                    "HeartbeatSeconds",
                    "HeartbeatSeconds is " + literal(heartbeat) + ", but must be smaller than TimeoutSeconds, which is "
                            + literal(timeout) + ".");
        }
        var errors = new ErrorHandlingReader(state, problems);
        return new State.Task(
                resource.orElse(""),
                state.template("Arguments"),
                output(),
                state.assign(),
                timeout,
                heartbeat,
                errors.retriers(),
                errors.catchers(),
                transition());
    }

    private static Integer literal(Optional<PayloadTemplate> template) {
        return template.orElse(null) instanceof PayloadTemplate.Literal literal
                ? literal.value().intValue()
                : null;
    }

    private static String remedy(String resource) {
        for (String suffix : List.of(".waitForTaskToken", ".sync:2", ".sync")) {
            if (resource.endsWith(suffix)) {
                return "; it runs request-response integrations only, so leave out " + suffix + ".";
            }
        }
        return "; use a function of the template, or an integration that it has.";
    }

    private State choice() {
        state.required(List.of("Choices"));
        var choices = new ArrayList<ChoiceRule>();
        state.array("Choices").ifPresent(array -> {
            for (int i = 0; i < array.size(); i++) {
                choices.add(choiceRule(array.get(i), "Choices[" + i + "]"));
            }
        });
        Optional<String> otherwise = state.stateName("Default");
        transitionUnknown |= choices.isEmpty() || state.has("Default") && otherwise.isEmpty();
        return new State.Choice(choices, otherwise, output(), state.assign());
    }

    private ChoiceRule choiceRule(JsonNode node, String name) {
        var rule = new Fields(node, state.subject() + ", " + name, state.at(name), problems);
        StateFields.checkChoiceRule(rule);
        rule.required(List.of("Condition", "Next"));
        Optional<String> next = rule.stateName("Next");
        transitionUnknown |= next.isEmpty();
        return new ChoiceRule(
                rule.booleanOrQuery("Condition").orElse(NOTHING),
                next.orElse(""),
                rule.template("Output"),
                rule.assign());
    }

    private State waiting() {
        boolean timestamp = state.has("Timestamp");
        if (timestamp == state.has("Seconds")) {
            problems.schema(
                    state.location(),
                    state.subject() + ": a Wait state has exactly one of Seconds and " + "Timestamp; this one has "
                            + (timestamp ? "both." : "neither."));
        }
        Optional<PayloadTemplate> until =
                timestamp ? state.textOrQuery("Timestamp") : state.wholeOrQuery("Seconds", 0, MAX_SECONDS);
        if (until.orElse(null) instanceof PayloadTemplate.Literal literal
                && timestamp
                && !Timestamps.isTimestamp(literal.value().textValue())) {
            state.problem(
                    "Timestamp",
                    "Timestamp is " + ValidationProblems.show(literal.value())
                            + ", but must look like 2026-01-31T12:00:00Z.");
        }
        return new State.Wait(until.orElse(NOTHING), timestamp, output(), state.assign(), transition());
    }

    private State parallel() {
        state.required(List.of("Branches"));
        var branches = new ArrayList<StateGraph>();
        state.array("Branches").ifPresent(array -> {
            for (int i = 0; i < array.size(); i++) {
                String name = "Branches[" + i + "]";
                branches.add(graphs.readInner(array.get(i), state, name, List.of()));
            }
        });
        var errors = new ErrorHandlingReader(state, problems);
        return new State.Parallel(
                branches,
                state.template("Arguments"),
                output(),
                state.assign(),
                errors.retriers(),
                errors.catchers(),
                transition());
    }

    private State map() {
        state.required(List.of("ItemProcessor"));
        StateGraph processor = state.has("ItemProcessor")
                ? graphs.readInner(state.get("ItemProcessor"), state, "ItemProcessor", List.of("ProcessorConfig"))
                : new StateGraph("", Map.of());
        if (state.has("ItemProcessor")) {
            checkProcessorConfig(state.get("ItemProcessor").path("ProcessorConfig"));
        }
        var errors = new ErrorHandlingReader(state, problems);
        return new State.InlineMap(
                processor,
                state.arrayOrQuery("Items"),
                state.template("ItemSelector"),
                state.wholeOrQuery("MaxConcurrency", 0, MAX_SECONDS),
                output(),
                state.assign(),
                errors.retriers(),
                errors.catchers(),
                transition());
    }

    private void checkProcessorConfig(JsonNode config) {
        if (config.isMissingNode()) {
            return;
        }
        String name = "ItemProcessor/ProcessorConfig";
        var fields = new Fields(config, state.subject() + ", " + name, state.at(name), problems);
        fields.checkNames(
                "a ProcessorConfig",
                List.of("Mode"),
                Map.of("ExecutionType", "belongs to distributed maps, which the local AWS does not support."),
                List.of());
        fields.text("Mode")
                .filter(mode -> !mode.equals("INLINE"))
                .ifPresent(mode -> fields.problem(
                        "Mode",
                        "Mode is \"" + ValidationProblems.show(mode) + "\", but the local AWS supports INLINE only."));
    }

    private Optional<PayloadTemplate> output() {
        return state.template("Output");
    }

    private Transition transition() {
        boolean end = false;
        if (state.has("End")) {
            end = state.get("End").isBoolean() && state.get("End").booleanValue();
            if (!end) {
                state.problem(
                        "End",
                        "End is " + ValidationProblems.show(state.get("End"))
                                + ", but must be true; a state that does not end has Next instead.");
            }
        }
        if (state.has("End") == state.has("Next")) {
            problems.schema(
                    state.location(),
                    state.subject() + ": a state has exactly one of Next and End; this one " + "has "
                            + (state.has("End") ? "both." : "neither."));
        }
        Optional<String> next = state.stateName("Next");
        transitionUnknown |= next.isEmpty() && !end;
        return next.<Transition>map(Transition.Next::new).orElseGet(Transition.End::new);
    }
}
