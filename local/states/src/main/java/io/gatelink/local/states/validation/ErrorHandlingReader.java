package io.gatelink.local.states.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.states.model.Catcher;
import io.gatelink.local.states.model.Retrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code Retry} and {@code Catch}. */
final class ErrorHandlingReader {

    private static final List<String> RETRIER = List.of(
            "ErrorEquals",
            "IntervalSeconds",
            "MaxAttempts",
            "BackoffRate",
            "MaxDelaySeconds",
            "JitterStrategy",
            "Comment");
    private static final List<String> CATCHER = List.of("ErrorEquals", "Next", "Output", "Assign", "Comment");
    private static final int MAX_INTERVAL = 99_999_999;
    private static final int MAX_ATTEMPTS = 99_999_999;
    private static final int MAX_DELAY = 31_622_400;
    private static final String WILDCARD = "States.ALL";

    /** All that Step Functions raises itself; names that begin with States. are reserved for it. */
    private static final List<String> RESERVED = List.of(
            WILDCARD,
            "States.BranchFailed",
            "States.DataLimitExceeded",
            "States.ExceedToleratedFailureThreshold",
            "States.HeartbeatTimeout",
            "States.Http.Socket",
            "States.IntrinsicFailure",
            "States.ItemReaderFailed",
            "States.NoChoiceMatched",
            "States.ParameterPathFailure",
            "States.Permissions",
            "States.QueryEvaluationError",
            "States.ResultPathMatchFailure",
            "States.ResultWriterFailed",
            "States.Runtime",
            "States.TaskFailed",
            "States.Timeout");

    private final Fields state;
    private final ValidationProblems problems;

    ErrorHandlingReader(Fields state, ValidationProblems problems) {
        this.state = state;
        this.problems = problems;
    }

    List<Retrier> retriers() {
        var retriers = new ArrayList<Retrier>();
        for (Fields entry : entries("Retry")) {
            entry.checkNames("a retrier", RETRIER, Map.of(), CATCHER);
            var interval = entry.whole("IntervalSeconds", 1, MAX_INTERVAL).orElse(1);
            var maxDelay = entry.whole("MaxDelaySeconds", 1, MAX_DELAY);
            if (maxDelay.isPresent() && maxDelay.get() <= interval) {
                entry.problem(
                        "MaxDelaySeconds",
                        "MaxDelaySeconds is " + maxDelay.get() + ", but must be greater than IntervalSeconds, which is "
                                + interval + ".");
            }
            retriers.add(new Retrier(
                    errorEquals(entry),
                    Duration.ofSeconds(interval),
                    entry.whole("MaxAttempts", 0, MAX_ATTEMPTS).orElse(3),
                    entry.number("BackoffRate", 1).orElse(2.0),
                    maxDelay.map(Duration::ofSeconds),
                    jitter(entry)));
        }
        return retriers;
    }

    List<Catcher> catchers() {
        var catchers = new ArrayList<Catcher>();
        for (Fields entry : entries("Catch")) {
            entry.checkNames(
                    "a catcher",
                    CATCHER,
                    Map.of("ResultPath", "belongs to JSONPath; in JSONata, use Output."),
                    RETRIER);
            entry.required(List.of("Next"));
            catchers.add(new Catcher(
                    errorEquals(entry), entry.stateName("Next").orElse(""), entry.template("Output"), entry.assign()));
        }
        return catchers;
    }

    private boolean jitter(Fields entry) {
        String strategy = entry.text("JitterStrategy").orElse("NONE");
        if (!Set.of("FULL", "NONE").contains(strategy)) {
            entry.problem(
                    "JitterStrategy",
                    "JitterStrategy is \"" + ValidationProblems.show(strategy) + "\", but must be FULL or NONE.");
        }
        return strategy.equals("FULL");
    }

    private List<Fields> entries(String field) {
        var entries = new ArrayList<Fields>();
        if (!state.has(field)) {
            return entries;
        }
        JsonNode array = state.get(field);
        if (!array.isArray()) {
            state.problem(field, field + " is " + ValidationProblems.show(array) + ", but must be an array.");
            return entries;
        }
        boolean wildcardSeen = false;
        for (int i = 0; i < array.size(); i++) {
            String name = field + "[" + i + "]";
            var entry = new Fields(array.get(i), state.subject() + ", " + name, state.at(name), problems);
            if (wildcardSeen) {
                entry.problem(
                        "ErrorEquals",
                        "the entry before it has " + WILDCARD + ", so this one can never match; move " + WILDCARD
                                + " to the end.");
            }
            wildcardSeen |= namesWildcard(array.get(i));
            entries.add(entry);
        }
        return entries;
    }

    private static boolean namesWildcard(JsonNode entry) {
        for (JsonNode name : entry.path("ErrorEquals")) {
            if (name.asText().equals(WILDCARD)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> errorEquals(Fields entry) {
        entry.required(List.of("ErrorEquals"));
        var names = new ArrayList<String>();
        entry.array("ErrorEquals")
                .ifPresent(array -> array.forEach(name -> {
                    if (!name.isTextual()) {
                        entry.problem(
                                "ErrorEquals",
                                "ErrorEquals has " + ValidationProblems.show(name)
                                        + ", but must list the names of errors.");
                        return;
                    }
                    names.add(name.textValue());
                    if (name.textValue().startsWith("States.") && !RESERVED.contains(name.textValue())) {
                        entry.problem(
                                "ErrorEquals",
                                "ErrorEquals has '" + ValidationProblems.show(name.textValue())
                                        + "', but there is no such error of Step Functions"
                                        + ValidationProblems.nearest(name.textValue(), RESERVED)
                                                .map(meant -> "; did you mean '" + meant + "'?")
                                                .orElse("."));
                    }
                }));
        if (names.contains(WILDCARD) && names.size() > 1) {
            entry.problem(
                    "ErrorEquals",
                    "ErrorEquals has " + WILDCARD + " beside other names, but it must stand alone; remove the others.");
        }
        return names.isEmpty() ? List.of(WILDCARD) : names;
    }
}
