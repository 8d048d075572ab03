package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.cli.terminal.Journal;
import io.gatelink.local.cli.terminal.Progress;
import io.gatelink.local.states.history.HistoryEvent;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** Shows an execution while it runs, from its history. */
final class ExecutionFollower {

    /** Choices only lead on: people need not see them. */
    private static final String CHOICE = "Choice";

    private final Aws aws;
    private final String executionArn;
    private final Progress progress;
    private final AccountHistory history = new AccountHistory();
    private Journal journal;
    private String choice;

    /** A task's failure, until the next event tells whether it is tried again. */
    private Failure failure;

    ExecutionFollower(Aws aws, String executionArn, Progress progress) {
        this.aws = aws;
        this.executionArn = executionArn;
        this.progress = progress;
    }

    /** Returns once it has ended. */
    DescribeExecutionResponse follow(String sentence) {
        var begun = describe();
        journal = new Journal(begun.startDate());
        progress.begun(sentence, () -> journal.since(aws.now()));
        while (true) {
            // Described before its history is read, so that a closed execution is shown to its end.
            DescribeExecutionResponse now = describe();
            showNewEvents();
            if (now.status() != ExecutionStatus.RUNNING) {
                return now;
            }
            aws.context().pause(aws.pollInterval());
        }
    }

    private DescribeExecutionResponse describe() {
        return aws.stepFunctions().describeExecution(request -> request.executionArn(executionArn));
    }

    private void showNewEvents() {
        int seen = history.events().size();
        if (history.read(aws, executionArn)) {
            history.events().stream().skip(seen).forEach(this::show);
        } else {
            waits();
        }
    }

    /** Nothing followed a failure for a while: it will be tried again. */
    private void waits() {
        if (failure != null && !journal.isEmpty()) {
            progress.retrying(journal.retried(failure.reason()));
            failure = null;
        }
    }

    private void show(HistoryEvent event) {
        String type = event.type().wireName();
        Optional<Failure> failed = AccountHistory.failure(event);
        if (failed.isPresent()) {
            failure = failed.get();
        } else if (type.endsWith("StateEntered")) {
            enter(event, type);
        } else if (type.endsWith("StateExited")) {
            exit(event, type);
        } else if (type.equals("ExecutionFailed")
                && !journal.isEmpty()
                && journal.last().took() == null) {
            // A Fail state is never left.
            progress.ended(journal.exited(event.timestamp()));
        } else {
            // Whatever else a task does after it failed is its next try.
            waits();
        }
    }

    private void enter(HistoryEvent event, String type) {
        String name = event.detail("name").orElse("");
        failure = null;
        if (type.startsWith(CHOICE)) {
            choice = name;
            return;
        }
        progress.entered(journal.entered(name, event.timestamp()));
    }

    private void exit(HistoryEvent event, String type) {
        if (type.startsWith(CHOICE) && event.detail("name").orElse("").equals(choice)) {
            return;
        }
        if (failure != null) {
            journal.failed(failure.reason());
            failure = null;
        }
        progress.exited(journal.exited(event.timestamp()));
    }
}
