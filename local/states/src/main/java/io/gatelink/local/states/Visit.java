package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.states.history.HistoryEventType;
import io.gatelink.local.states.model.Catcher;
import io.gatelink.local.states.model.PayloadTemplate;
import io.gatelink.local.states.model.State;
import io.gatelink.local.states.model.Transition;
import io.gatelink.local.time.Timer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A flow's stay in a state, from entering it to leaving it, with all retries in between. */
final class Visit {

    private final Flow flow;
    private final String name;
    private final State state;
    private final JsonNode input;
    private final long before;
    private final RetryPolicy retries;
    private long enteredEvent;
    private Instant enteredTime;
    private int retryCount;
    private Failure failure = Failure.NONE;
    private Step step = () -> {};
    private Timer pendingRetry = () -> {};

    Visit(Flow flow, String name, State state, JsonNode input) {
        this.flow = flow;
        this.name = name;
        this.state = state;
        this.input = input;
        this.before = flow.previous();
        this.retries = new RetryPolicy(
                state instanceof State.Fallible fallible ? fallible.retriers() : List.of(),
                flow.run().account().random());
    }

    void begin() {
        enteredTime = flow.run().account().loop().instant();
        enteredEvent = flow.record(event("Entered"), EventDetails.entered(name, input));
        attempt();
    }

    /**
     * Goes on where another visit of the state was stopped or failed. Retries count from 0 again. States without
     * retries are entered again.
     *
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-behavior-states">
     *      Redrive behavior of individual states</a>
     */
    void redrive(Visit stopped) {
        if (!(state instanceof State.Fallible)) {
            begin();
            return;
        }
        enteredTime = stopped.enteredTime;
        enteredEvent = stopped.enteredEvent;
        Optional<Step> rest = stopped.failure.isDataLimitExceeded() ? Optional.empty() : stopped.step.rest(this);
        attempt(rest.orElseGet(() -> Steps.of(this, state)));
    }

    private void attempt() {
        attempt(Steps.of(this, state));
    }

    private void attempt(Step next) {
        if (flow.run().over()) {
            return;
        }
        step = next;
        guarded(step::begin);
    }

    /** Does {@code part} of the state's work; if it fails, so does the state. */
    void guarded(Runnable part) {
        try {
            part.run();
        } catch (StateFailedException e) {
            fail(e.failure());
        }
    }

    /** Leaves the state with what {@code output} and {@code assign} make of its result. */
    void exit(
            Evaluator evaluator,
            Optional<PayloadTemplate> output,
            JsonNode otherwise,
            Map<String, PayloadTemplate> assign,
            Transition transition) {
        Map<String, JsonNode> assigned = evaluator.assign(assign);
        JsonNode value =
                output.map(template -> evaluator.evaluate(template, "Output")).orElse(otherwise);
        PayloadLimit.check(value, name);
        step.cancel();
        flow.record(event("Exited"), EventDetails.exited(name, value, assigned));
        flow.variables().set(assigned);
        if (transition instanceof Transition.Next next) {
            flow.enter(next.state(), value);
        } else {
            flow.succeed(value);
        }
    }

    /** Leaves a state whose branches or iterations have succeeded, the last one with the event {@code last}. */
    void exit(HistoryEventType succeeded, long last, JsonNode result) {
        flow.continueFrom(last);
        flow.record(succeeded, null);
        flow.continueFrom(last);
        var outer = (State.Fallible) state;
        guarded(() ->
                exit(Evaluator.forResult(this, result), outer.output(), result, outer.assign(), outer.transition()));
    }

    /** The state failed: it is tried again, or caught, or its flow fails with it. */
    void fail(Failure reason) {
        if (flow.run().over()) {
            return;
        }
        failure = reason;
        step.cancel();
        tellEvaluation(failure);
        if (!(state instanceof State.Fallible fallible)) {
            flow.fail(failure);
            return;
        }
        var delay = retries.next(failure);
        if (delay.isPresent()) {
            retryCount++;
            flow.run()
                    .listener()
                    .retryScheduled(
                            flow.run().execution(),
                            new ExecutionListener.ScheduledRetry(
                                    name, retryCount, delay.get(), text(failure.error()), text(failure.cause())));
            pendingRetry = flow.run().schedule(delay.get(), this::attempt);
            return;
        }
        HistoryEventType.ofState(state.type(), "Failed").ifPresent(type -> flow.record(type, null));
        for (Catcher catcher : fallible.catchers()) {
            if (failure.isCaught(catcher.errorEquals(), state)) {
                caught(catcher);
                return;
            }
        }
        flow.fail(failure);
    }

    private void caught(Catcher catcher) {
        try {
            exit(
                    Evaluator.forError(this, failure.output()),
                    catcher.output(),
                    failure.output(),
                    catcher.assign(),
                    new Transition.Next(catcher.next()));
        } catch (StateFailedException e) {
            tellEvaluation(e.failure());
            flow.fail(e.failure());
        }
    }

    private void tellEvaluation(Failure reason) {
        if (reason.evaluation()) {
            // As AWS records it: what failed right after entering follows from what led to the state.
            if (flow.previous() == enteredEvent && !(state instanceof State.Wait)) {
                flow.continueFrom(before);
            }
            flow.record(HistoryEventType.EVALUATION_FAILED, EventDetails.evaluationFailed(reason, name));
        }
    }

    void cancel() {
        pendingRetry.cancel();
        step.cancel();
    }

    /** Lets the history tell that the state, and what runs inside it, was stopped. */
    void recordAborted(long cause) {
        step.recordAborted(cause);
        HistoryEventType.ofState(state.type(), "Aborted")
                .ifPresent(type -> flow.run().record(type, cause, null));
    }

    /**
     * As AWS records it of a task whose failure ends a branch or an iteration, after what the task's own events say.
     *
     * @see <a href="https://github.com/localstack/localstack">localstack, recorded on AWS:
     *     test_parallel_catch_error (November 2024), test_service_lambda_map_timeout (March 2024)</a>
     */
    void recordTaskAborted(long cause) {
        if (state instanceof State.Task) {
            flow.run().record(HistoryEventType.TASK_STATE_ABORTED, cause, null);
        }
    }

    void record(HistoryEventType type, ObjectNode details) {
        flow.record(type, details);
    }

    private HistoryEventType event(String what) {
        return HistoryEventType.ofState(state.type(), what)
                .orElseThrow(
                        () -> new IllegalStateException("A " + state.type() + " state has no such event: " + what));
    }

    private static String text(String text) {
        return text == null ? "" : text;
    }

    Flow flow() {
        return flow;
    }

    String name() {
        return name;
    }

    State state() {
        return state;
    }

    JsonNode input() {
        return input;
    }

    long enteredEvent() {
        return enteredEvent;
    }

    Instant enteredTime() {
        return enteredTime;
    }

    int retryCount() {
        return retryCount;
    }
}
