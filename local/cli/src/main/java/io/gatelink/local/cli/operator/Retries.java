package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.console.PendingRetry;
import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.states.model.Retrier;
import io.gatelink.local.states.model.State;
import io.gatelink.local.states.model.StateGraph;
import io.gatelink.local.states.model.StateMachineDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an execution's states wait for. A history tells of a retry only when it begins; until then the definition tells
 * when that will be.
 */
final class Retries {

    private static final String TASK_FAILED = "States.TaskFailed";
    private static final String TIMEOUT = "States.Timeout";
    private static final Set<String> NEVER_RETRIED = Set.of("States.DataLimitExceeded", "States.Runtime");

    private Retries() {}

    /**
     * By the state's name. A wait with jitter is told at its longest.
     *
     * @param states the state of each event
     */
    static Map<String, PendingRetry> of(
            StateMachineDefinition definition, List<HistoryEvent> events, List<String> states) {
        Map<String, List<HistoryEvent>> failures = new HashMap<>();
        Map<String, HistoryEvent> last = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            HistoryEvent event = events.get(i);
            String state = states.get(i);
            last.put(state, event);
            if (event.type().wireName().endsWith("StateEntered")) {
                failures.remove(state);
            } else if (isFailure(event)) {
                failures.computeIfAbsent(state, first -> new ArrayList<>()).add(event);
            }
        }
        Map<String, PendingRetry> waits = new HashMap<>();
        failures.forEach((name, all) -> {
            if (isFailure(last.get(name))) {
                state(definition.graph(), name)
                        .flatMap(state -> next(state, all))
                        .ifPresent(wait -> waits.put(name, wait));
            }
        });
        return waits;
    }

    /** How many retries have begun or are waited for. */
    static int count(List<HistoryEvent> events, List<String> states) {
        Map<String, Integer> begun = new HashMap<>();
        int retries = 0;
        for (int i = 0; i < events.size(); i++) {
            String type = events.get(i).type().wireName();
            if (type.endsWith("StateEntered")) {
                begun.put(states.get(i), 0);
            } else if (type.endsWith("Scheduled") && begun.merge(states.get(i), 1, Integer::sum) > 1) {
                retries++;
            }
        }
        return retries;
    }

    /** Whether a task failed, and not the whole execution. */
    static boolean isFailure(HistoryEvent event) {
        String type = event.type().wireName();
        return !type.startsWith("Execution") && (type.endsWith("Failed") || type.endsWith("TimedOut"));
    }

    private static Optional<State> state(StateGraph graph, String name) {
        return Optional.ofNullable(graph.states().get(name)).or(() -> graph.states().values().stream()
                .flatMap(state -> state.inner().values().stream())
                .flatMap(inner -> state(inner, name).stream())
                .findFirst());
    }

    private static Optional<PendingRetry> next(State state, List<HistoryEvent> failures) {
        if (!(state instanceof State.Fallible fallible)) {
            return Optional.empty();
        }
        int[] attempts = new int[fallible.retriers().size()];
        Optional<Duration> delay = Optional.empty();
        for (HistoryEvent failure : failures) {
            delay = Optional.empty();
            for (int i = 0; i < attempts.length; i++) {
                Retrier retrier = fallible.retriers().get(i);
                if (isFor(retrier, failure)) {
                    if (attempts[i] < retrier.maxAttempts()) {
                        delay = Optional.of(delay(retrier, attempts[i]++));
                    }
                    break;
                }
            }
        }
        HistoryEvent last = failures.get(failures.size() - 1);
        Instant since = last.timestamp();
        String reason = Failure.reason(
                last.detail("error").orElse(""), last.detail("cause").orElse(""));
        return delay.map(it -> new PendingRetry(failures.size(), since.plus(it), reason));
    }

    private static boolean isFor(Retrier retrier, HistoryEvent failure) {
        String error = failure.detail("error").orElse("");
        return retrier.errorEquals().stream()
                .anyMatch(name -> name.equals(error)
                        || !NEVER_RETRIED.contains(error)
                                && (name.equals("States.ALL") || name.equals(TASK_FAILED) && !error.equals(TIMEOUT)));
    }

    private static Duration delay(Retrier retrier, int before) {
        double seconds = retrier.interval().toSeconds() * Math.pow(retrier.backoffRate(), before);
        double most = retrier.maxDelay().map(Duration::toSeconds).orElse((long) Integer.MAX_VALUE);
        return Duration.ofMillis(Math.round(Math.min(seconds, most) * 1000));
    }
}
