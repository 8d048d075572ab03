package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.states.history.History;
import io.gatelink.local.states.history.HistoryEventType;
import io.gatelink.local.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Drives one execution over the event loop, from its start to its end, and again if it is redriven. */
final class ExecutionRun implements Flow.Ending {

    private final Account account;
    private final Execution execution;
    private final Function<String, Optional<TaskResource>> resources;
    private final ExecutionListener listener;
    private final BooleanSupplier deleting;
    private final Redrives redrives = new Redrives();
    private Flow root;
    private Timer timeout = () -> {};

    ExecutionRun(
            Account account,
            Execution execution,
            Function<String, Optional<TaskResource>> resources,
            ExecutionListener listener,
            BooleanSupplier deleting) {
        this.account = account;
        this.execution = execution;
        this.resources = resources;
        this.listener = listener;
        this.deleting = deleting;
        this.root = new Flow(this, execution.stateMachine().definition().graph(), Variables.outermost(), null, 0, this);
    }

    void start() {
        record(
                HistoryEventType.EXECUTION_STARTED,
                0,
                EventDetails.executionStarted(
                        execution.inputText(), execution.stateMachine().roleArn()));
        limitTime();
        root.start(execution.input());
    }

    /** Goes on from the state that did not succeed. The time limit begins anew. */
    void redrive(Instant now) {
        long last = execution.events().size();
        execution.redriven(now);
        long redriven = record(
                HistoryEventType.EXECUTION_REDRIVEN, last, EventDetails.executionRedriven(execution.redriveCount()));
        limitTime();
        root = root.again(redriven, this);
        root.resume();
    }

    private void limitTime() {
        execution
                .stateMachine()
                .definition()
                .timeout()
                .ifPresent(limit ->
                        timeout = schedule(limit, () -> finish(ExecutionStatus.TIMED_OUT, null, Failure.NONE)));
    }

    @Override
    public void succeeded(JsonNode output) {
        finish(ExecutionStatus.SUCCEEDED, output, Failure.NONE);
    }

    @Override
    public void failed(Failure failure) {
        finish(ExecutionStatus.FAILED, null, failure);
    }

    void abort(Failure reason) {
        finish(ExecutionStatus.ABORTED, null, reason);
    }

    Redrives redrives() {
        return redrives;
    }

    Execution execution() {
        return execution;
    }

    Account account() {
        return account;
    }

    ExecutionListener listener() {
        return listener;
    }

    boolean over() {
        return execution.closed();
    }

    /** Ends the execution if its state machine is being deleted. */
    boolean endedByDeletion() {
        if (deleting.getAsBoolean()) {
            abort(Failure.NONE);
        }
        return over();
    }

    /** What a Task state's Resource stands for. Only a function can have been deleted meanwhile. */
    TaskResource resource(String name) {
        return resources
                .apply(name)
                .orElse((arguments, callback) ->
                        callback.failed("Lambda.ResourceNotFoundException", "Function not found: " + name));
    }

    /** Does {@code task} later, unless the execution is over by then. */
    Timer schedule(Duration delay, Runnable task) {
        return account.loop().schedule(delay, () -> {
            if (!over()) {
                task.run();
            }
        });
    }

    /**
     * Adds an event to the history. If it has no room left, the execution fails instead.
     *
     * @param details {@code null} for none
     * @return the event's id
     */
    long record(HistoryEventType type, long previous, ObjectNode details) {
        if (over()) {
            return previous;
        }
        if (execution.history().full()) {
            finish(
                    ExecutionStatus.FAILED,
                    null,
                    Failure.of(
                            "States.Runtime",
                            "The execution reached the maximum number of history events (" + History.MAX_EVENTS
                                    + ")."));
            return previous;
        }
        return add(type, previous, details);
    }

    private long add(HistoryEventType type, long previous, ObjectNode details) {
        var event = execution.history().add(previous, account.loop().instant(), type, details);
        listener.recorded(execution, event);
        return event.id();
    }

    private void finish(ExecutionStatus status, JsonNode output, Failure failure) {
        if (over()) {
            return;
        }
        timeout.cancel();
        long last = root.previous();
        root.cancel();
        execution.close(status, account.loop().instant(), output, failure);
        switch (status) {
            case SUCCEEDED -> add(HistoryEventType.EXECUTION_SUCCEEDED, last, EventDetails.output(output));
            case FAILED -> add(HistoryEventType.EXECUTION_FAILED, last, failure.details());
            case TIMED_OUT -> add(HistoryEventType.EXECUTION_TIMED_OUT, 0, failure.details());
            case ABORTED -> add(HistoryEventType.EXECUTION_ABORTED, 0, failure.details());
            default -> throw new IllegalArgumentException("An execution does not end " + status);
        }
    }
}
