package io.gatelink.local.cli.operator;

import io.gatelink.local.cli.terminal.Failure;
import io.gatelink.local.cli.terminal.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.SfnException;

/**
 * What an execution waits for.
 *
 * @param state  the state that it is in
 * @param since  when it entered that
 * @param reason why it tries again; empty if it does not
 */
record Waiting(String state, Instant since, String reason) {

    /** A state that waits for half an hour, looking every 10 seconds, has three times as many events. */
    private static final int PAGE = 200;

    private static final int MOST_EVENTS = 1000;

    /** Nothing if that cannot be read, for which a right may be missing, or if there are no states yet. */
    static Optional<Waiting> of(Aws aws, String executionArn) {
        String reason = "";
        try {
            int read = 0;
            for (HistoryEvent event : aws.stepFunctions()
                    .getExecutionHistoryPaginator(request -> request.executionArn(executionArn)
                            .reverseOrder(true)
                            .maxResults(PAGE))
                    .events()) {
                if (reason.isEmpty()) {
                    reason = Failures.of(event).map(Failure::reason).orElse("");
                }
                if (++read > MOST_EVENTS) {
                    return Optional.empty();
                }
                if (event.stateEnteredEventDetails() != null) {
                    return Optional.of(
                            new Waiting(event.stateEnteredEventDetails().name(), event.timestamp(), reason));
                }
            }
        } catch (SfnException e) {
            // The list is still worth showing.
            return Optional.empty();
        }
        return Optional.empty();
    }

    String sentence(Instant now) {
        return "in " + state + " for " + Age.of(Duration.between(since, now))
                + (reason.isEmpty() ? "" : ": " + Text.oneLine(reason));
    }
}
