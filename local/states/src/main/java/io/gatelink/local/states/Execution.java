package io.gatelink.local.states;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatelink.local.states.history.History;
import io.gatelink.local.states.history.HistoryEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One run of a state machine, under way or over. Read it exclusively. */
public final class Execution {

    private final String arn;
    private final String name;
    private final StateMachine stateMachine;
    private final String inputText;
    private final JsonNode input;
    private final Instant startDate;
    private final History history = new History();
    private ExecutionStatus status = ExecutionStatus.RUNNING;
    private Instant stopDate;
    private JsonNode output;
    private Failure failure = Failure.NONE;
    private int redriveCount;
    private Instant redriveDate;

    Execution(String arn, String name, StateMachine stateMachine, String inputText, JsonNode input, Instant startDate) {
        this.arn = arn;
        this.name = name;
        this.stateMachine = stateMachine;
        this.inputText = inputText;
        this.input = input;
        this.startDate = startDate;
    }

    void close(ExecutionStatus ending, Instant now, JsonNode result, Failure reason) {
        status = ending;
        stopDate = now;
        output = result;
        failure = reason;
    }

    /** It runs again, from where it ended. */
    void redriven(Instant now) {
        close(ExecutionStatus.RUNNING, null, null, Failure.NONE);
        redriveCount++;
        redriveDate = now;
    }

    History history() {
        return history;
    }

    public String arn() {
        return arn;
    }

    public String name() {
        return name;
    }

    public StateMachine stateMachine() {
        return stateMachine;
    }

    /** The input as it was sent, blanks included. */
    public String inputText() {
        return inputText;
    }

    public JsonNode input() {
        return input;
    }

    public ExecutionStatus status() {
        return status;
    }

    public boolean closed() {
        return status != ExecutionStatus.RUNNING;
    }

    public Instant startDate() {
        return startDate;
    }

    /** Empty while it runs. */
    public Optional<Instant> stopDate() {
        return Optional.ofNullable(stopDate);
    }

    /** Empty unless it succeeded. */
    public Optional<JsonNode> output() {
        return Optional.ofNullable(output);
    }

    /** Empty unless it failed or was stopped, and an error was named. */
    public Optional<String> error() {
        return Optional.ofNullable(failure.error());
    }

    /** Empty unless it failed or was stopped, and a cause was given. */
    public Optional<String> cause() {
        return Optional.ofNullable(failure.cause());
    }

    /** How often it was redriven. */
    public int redriveCount() {
        return redriveCount;
    }

    /** When it was redriven last; empty if it never was. */
    public Optional<Instant> redriveDate() {
        return Optional.ofNullable(redriveDate);
    }

    /** What happened so far, oldest first. */
    public List<HistoryEvent> events() {
        return history.events();
    }
}
