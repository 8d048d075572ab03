package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Observer;
import io.gatelink.local.events.DeadLetters;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.history.HistoryEvent;
import io.gatelink.local.template.Stack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Remembers what happens in the embedded AWS, for {@link EmbeddedSource}, from its very start. */
public final class ConsoleObserver implements Observer {

    private final Revisions revisions = new Revisions();
    private final Executions executions = new Executions(revisions);
    private final BusEvents events = new BusEvents(revisions);
    private InstantSource clock = () -> Instant.EPOCH;

    Revisions revisions() {
        return revisions;
    }

    Executions executions() {
        return executions;
    }

    BusEvents events() {
        return events;
    }

    /** The time of the AWS that is watched; to be told before anything happens in it. */
    void runBy(InstantSource newClock) {
        clock = newClock;
    }

    @Override
    public void recorded(Execution execution, HistoryEvent event) {
        TrackedExecution tracked = executions.track(execution);
        tracked.recorded(event);
        executions.changed(tracked);
    }

    @Override
    public void retryScheduled(Execution execution, ScheduledRetry retry) {
        TrackedExecution tracked = executions.track(execution);
        tracked.retryScheduled(retry);
        executions.changed(tracked);
    }

    @Override
    public void received(ObjectNode event, List<Stack.Rule> matched) {
        events.received(clock.instant(), event, matched);
    }

    @Override
    public void delivered(ObjectNode event, Stack.Rule rule, Stack.Target target) {
        events.delivery(event, rule, target, "DELIVERED", "");
    }

    @Override
    public void retrying(
            ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message, Duration next) {
        events.delivery(
                event, rule, target, "RETRYING", code + ": " + message + " Tried again in " + next.toSeconds() + " s.");
    }

    @Override
    public void deadLettered(ObjectNode event, Stack.Rule rule, Stack.Target target, DeadLetters.Letter letter) {
        events.delivery(
                event,
                rule,
                target,
                "DEAD_LETTERED",
                String.valueOf(letter.attributes().get("ERROR_MESSAGE")));
    }

    @Override
    public void dropped(ObjectNode event, Stack.Rule rule, Stack.Target target, String code, String message) {
        events.delivery(event, rule, target, "LOST", code + ": " + message);
    }
}
