package io.gatelink.local.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What happened in one execution, state by state, as it is shown to people. */
public final class Journal {

    /**
     * One visit of a state.
     *
     * @param enteredAt simulated time since the event
     * @param took      simulated; {@code null} while the state is at work
     * @param retries   how often its task was tried again
     * @param waitedFor the message of the last error that was retried, or {@code null}
     */
    public record Visit(
            String state, Duration enteredAt, Duration took, int retries, String waitedFor, boolean failed) {}

    private final Instant start;
    private final List<Visit> visits = new ArrayList<>();

    public Journal(Instant start) {
        this.start = start;
    }

    public Visit entered(String state, Instant at) {
        visits.add(new Visit(state, since(at), null, 0, null, false));
        return last();
    }

    public Visit retried(String reason) {
        Visit v = last();
        return replaceLast(new Visit(v.state, v.enteredAt, null, v.retries + 1, reason, false));
    }

    /** The state's task failed for good; a Catch may still lead on. */
    public Visit failed(String reason) {
        Visit v = last();
        return replaceLast(new Visit(v.state, v.enteredAt, v.took, v.retries, reason, true));
    }

    public Visit exited(Instant at) {
        Visit v = last();
        return replaceLast(
                new Visit(v.state, v.enteredAt, since(at).minus(v.enteredAt), v.retries, v.waitedFor, v.failed));
    }

    public List<Visit> visits() {
        return List.copyOf(visits);
    }

    public boolean isEmpty() {
        return visits.isEmpty();
    }

    public Visit last() {
        return visits.get(visits.size() - 1);
    }

    public Duration since(Instant at) {
        return Duration.between(start, at);
    }

    private Visit replaceLast(Visit visit) {
        visits.set(visits.size() - 1, visit);
        return visit;
    }
}
